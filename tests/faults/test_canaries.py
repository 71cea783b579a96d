"""Two hundred values are typed, imported and filed, then looked for everywhere they must not be."""

from __future__ import annotations

import base64
import gzip
import logging
import random
import ssl
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from client.base.clock import SystemClock
from client.base.home import prepare_home
from client.base.logbook import Logbook
from client.cli import answering
from client.keys import Keychain
from client.practice import Practice
from client.tour.script import TODAY
from client.ui.frame.faults import FaultPage, report
from client.ui.theme.theme import Theme
from client.usecases.books import importing
from client.usecases.bureau import connecting, filing, last_known
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.home.unfinished import Place, hold
from client.usecases.returns.checking import check_returns
from client.usecases.returns.editing import OTHER_REASON, Draft, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.states import unexplained
from client.usecases.safekeeping import backing_up
from client.usecases.support import supporting
from forms.periods import Period
from forms.returns import ReturnKey

FIRM = "91441300MA58H0D25G"
QUARTER = Period.parse("2025-Q3")
ROWS = 50
FIXED = {"LJ003": "1", "LJ004": "3911", "LJ005": "3", "LJ015": "1", "LJ008": "0", "LJ009": "9", "LJ011": "2"}


def canaries(row: int) -> dict[str, str]:
    """Four values of one row that occur nowhere else: two texts and two figures."""
    chance = random.Random(f"canary {row}")
    figure, other = chance.randrange(10**11, 10**12), chance.randrange(10**11, 10**12)
    words = "".join(chance.choice("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉") for _ in range(9))
    return {
        "LJ001": f"KBZ-{chance.getrandbits(48):012x}",
        "LJ002": words,
        "LJ007": str(figure),
        "LJ012": str(other),
    }


ALL = [text for row in range(ROWS) for text in canaries(row).values()]


def spellings(text: str) -> Iterator[bytes]:
    """The ways a text could lie somewhere: plain, as UTF-16, GBK or JSON, base64 at each of its alignments."""
    ways = {text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("gbk")}
    ways.add(text.encode("unicode_escape"))
    if text.isdigit():
        ways.add(f"{int(text):,}".encode())
    yield from ways
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + text.encode())
        yield coded[4 : len(coded) - 4]


NEEDLES = [(text, way) for text in ALL for way in spellings(text)]


def unpacked(data: bytes) -> Iterator[bytes]:
    """The data, and every gzip or zlib stream that begins anywhere in it."""
    yield data
    for magic, window in ((b"\x1f\x8b\x08", 31), (b"\x78\x01", 15), (b"\x78\x9c", 15), (b"\x78\xda", 15)):
        at = data.find(magic)
        while at >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj(window).decompress(data[at:])
            at = data.find(magic, at + 1)


def leaks(data: bytes) -> set[str]:
    return {text for piece in unpacked(data) for text, way in NEEDLES if way in piece}


def leaks_in(*folders: Path) -> list[tuple[str, str]]:
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    return [(file.name, text) for file in files for text in leaks(file.read_bytes())]


@dataclass
class Heard:
    """What went into TLS and came out of it, before it was enciphered and after."""

    sent: bytearray = field(default_factory=bytearray)
    came: bytearray = field(default_factory=bytearray)


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Listens inside TLS: what only the transport hides does not count as hidden."""
    heard = Heard()
    real_send, real_all, real_read = ssl.SSLSocket.send, ssl.SSLSocket.sendall, ssl.SSLSocket.recv

    def send(self: ssl.SSLSocket, data: bytes, flags: int = 0) -> int:
        heard.sent += bytes(data)
        return real_send(self, data, flags)

    def sendall(self: ssl.SSLSocket, data: bytes, flags: int = 0) -> None:
        heard.sent += bytes(data)
        real_all(self, data, flags)

    def recv(self: ssl.SSLSocket, size: int = 1024, flags: int = 0) -> bytes:
        data = real_read(self, size, flags)
        heard.came += data
        return data

    monkeypatch.setattr(ssl.SSLSocket, "send", send)
    monkeypatch.setattr(ssl.SSLSocket, "sendall", sendall)
    monkeypatch.setattr(ssl.SSLSocket, "recv", recv)
    return heard


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of this program and of the child that reads workbooks."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def workbook(path: Path, rows: range) -> Path:
    """A workbook of the list, as finance would send it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "卡脖子问题"
    codes = [*canaries(0), *FIXED]
    sheet.append(codes)
    for row in rows:
        sheet.append([({**canaries(row), **FIXED})[code] for code in codes])
    book.save(path)
    return path


def type_rows(session: Session, rows: range) -> None:
    """Type rows cell by cell, an unfinished text beside each."""
    draft = open_draft(session, ReturnKey(FIRM, "LJ", QUARTER))
    for row in rows:
        texts = {f"LJ[row-{row}].{code}": text for code, text in {**canaries(row), **FIXED}.items()}
        outcome = draft.type(texts, new_rows={"LJ": [f"row-{row}"]})
        assert outcome is not None
        save(session, outcome).result()
        hold(
            session, Place(ReturnKey(FIRM, "LJ", QUARTER), f"LJ[row-{row}].LJ002"), canaries(row)["LJ002"]
        ).result()


def file_all(session: Session, profile: Path, code: str) -> None:
    connecting.enrol(session, FIRM, profile, code)
    draft = open_draft(session, ReturnKey(FIRM, "LJ", QUARTER))
    for finding in unexplained(draft.findings, draft.current):
        save(session, draft.explain(finding, OTHER_REASON, "年度框架合同集中采购，已与合同核对")).result()
    with connecting.line(session, FIRM) as line:
        filing.submit(line, filing.Order(None, ["LJ"]), wait=60)
    (version,) = last_known.of_all(session, FIRM)
    assert version.state in ("received", "accepted"), version.state


def crash(session: Session, app: QApplication) -> str:
    """A fault of ours in the middle of the figures, told as the window and the command line tell it.

    The window's page is asked to copy its report, as a person would who sends it on.
    """
    draft = open_draft(session, ReturnKey(FIRM, "LJ", QUARTER))
    with pytest.raises(ValueError, match="cannot understand") as caught:
        stumble(draft)
    Logbook(session.home).failed(caught.value)
    ours = answering._ours(caught.value)
    theme = Theme(app, "light")
    page = FaultPage(theme)
    page.show_fault(caught.value)
    page.findChild(QPushButton, "copyReport").click()
    theme.deleteLater()
    page.deleteLater()
    return report(caught.value) + str(ours) + repr(ours) + str(answering.problem_of(ours))


def stumble(draft: Draft) -> None:
    value = draft.current.cells["LJ[row-0].LJ007"].text
    raise ValueError(f"cannot understand {value} of {draft.current}")


def test_the_search_finds_what_lies_open(tmp_path: Path) -> None:
    """The tool first: each way of lying open is found, also packed in the middle of a file."""
    for text in (canaries(3)["LJ002"], canaries(3)["LJ007"]):
        for way in spellings(text):
            assert text in leaks(b"--" + way + b"--")
        assert leaks(b"\0\1" + gzip.compress(text.encode()) + b"tail") == {text}
        assert leaks(b"\0\1" + zlib.compress(text.encode()) + b"tail") == {text}
    assert not leaks(random.Random(1).randbytes(200_000))
    assert len(set(ALL)) == 200


def test_two_hundred_canaries_are_found_nowhere(
    tmp_path: Path,
    home: Path,
    temporary: Path,
    wire: Heard,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    qapp: QApplication,
) -> None:
    caplog.set_level(logging.DEBUG)
    book = workbook(tmp_path / "清单.xlsx", range(ROWS // 2, ROWS))
    keys = Keychain.loose(prepare_home(home))
    with (
        Practice(tmp_path / "office", SystemClock(TODAY)) as practice,
        open_session(home, keys=keys, clock=SystemClock(TODAY)) as session,
    ):
        enterprises.add(session, FIRM, "甲公司")
        type_rows(session, range(ROWS // 2))
        importing.apply(session, importing.plan(session, book, FIRM, QUARTER, ["LJ"]))
        stored = session.look(FIRM, lambda books: books.returns.get(ReturnKey(FIRM, "LJ", QUARTER)))
        assert stored is not None
        assert set(ALL) <= {cell.text for cell in stored.cells.values()}
        assert not check_returns(session, FIRM, QUARTER, "LJ")[0].count("error")
        file_all(session, practice.profile_path, practice.issue_code(FIRM))
        told = crash(session, qapp)
        backing_up.back_up(session)
        with zipfile.ZipFile(
            supporting.write_bundle(session.home, tmp_path / "support.zip", session).path
        ) as bundle:
            bundle.extractall(temporary / "support")
        assert any((temporary / "support" / "logs").iterdir())
        assert any(file.name.endswith("-wal") and file.stat().st_size for file in home.rglob("*"))
        assert leaks_in(home, temporary) == []
    assert leaks(told.encode()) == set()
    copied = QGuiApplication.clipboard().text()
    assert "ValueError" in copied
    assert leaks(copied.encode()) == set()
    assert len(wire.sent) > 10_000
    assert b"PUT " in wire.sent
    assert leaks(bytes(wire.sent)) == set()
    assert leaks(bytes(wire.came)) == set()
    printed = capfd.readouterr()
    assert leaks((caplog.text + printed.out + printed.err).encode()) == set()

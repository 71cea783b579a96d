"""Whatever is handed in wrong: a named reason, exit status 2, and nothing stored."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from client.tour.script import sample
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from tests.journeys.program import Program

FIRM = sample().firm


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def book(folder: Path, name: str = "表.xlsx", **cells: object) -> Path:
    """A small workbook with these cells."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    path = folder / name
    made.save(path)
    return path


def a_folder(folder: Path) -> Path:
    """A folder is a batch of workbooks; this one holds none."""
    (folder / "文件夹.xlsx").mkdir()
    return folder / "文件夹.xlsx"


def renamed_text(folder: Path) -> Path:
    path = folder / "改名.xlsx"
    path.write_text("营业收入 100", "utf-8")
    return path


def bomb(folder: Path) -> Path:
    path = book(folder, "炸弹.xlsx", A1="营业收入", B1=1)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(20):
            member.write(b"\0" * 1_000_000)
    return path


def encrypted(folder: Path) -> Path:
    """An OLE2 container with the streams of a password-protected workbook (MS-OFFCRYPTO 2.3)."""
    path = folder / "加密.xlsx"
    names = "".join(("EncryptionInfo", "EncryptedPackage"))
    path.write_bytes(_ole2(("EncryptionInfo", "EncryptedPackage")) + names.encode("utf-16-le"))
    return path


def unknown(folder: Path) -> Path:
    return book(folder, "菜单.xlsx", A1="菜名", B1="价格", A2="白切鸡", B2=48)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (a_folder, "batch.no-workbook"),
        (renamed_text, "workbook.not-a-workbook"),
        (bomb, "workbook.bomb"),
        (encrypted, "workbook.encrypted"),
        (unknown, "workbook.no-indicator"),
    ],
)
def test_a_bad_file_has_a_name_and_stores_nothing(
    program: Program, tmp_path: Path, make: object, code: str
) -> None:
    assert callable(make)
    done = program.run("import", make(tmp_path), "--enterprise", FIRM, "--period", "2025-09")
    assert (done.status, done.codes) == (2, [code]), done.out
    assert done.answer["problems"][0]["what"]["zh"]
    assert done.answer["problems"][0]["remedy"]["zh"]
    assert not program.home.exists()


@pytest.mark.parametrize(
    ("firm", "period", "code"),
    [
        ("914403001922038217", "2025-09", "enterprise.check"),
        (FIRM, "2025-9", "period.malformed"),
    ],
)
def test_a_bad_enterprise_or_period_has_a_name(
    program: Program, tmp_path: Path, firm: str, period: str, code: str
) -> None:
    path = book(tmp_path, A1="营业收入", B1=1)
    done = program.run("import", path, "--enterprise", firm, "--period", period)
    assert (done.status, done.codes) == (2, [code]), done.out
    assert not program.home.exists()


def stores(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("*.store")}


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(program: Program) -> None:
    with open_session(program.home, passphrase=program.passphrase) as session:
        enterprises.add(session, FIRM)
    before = stores(program.home)
    story = sample()
    arguments = ("import", story.path, "--enterprise", story.firm, "--period", story.period)
    wrong = Program(program.home, passphrase="guess").run(*arguments)
    assert (wrong.status, wrong.codes) == (2, ["keys.wrong-passphrase"])
    assert stores(program.home) == before


def test_no_keyring_and_no_passphrase_is_said_and_leaves_no_store(program: Program) -> None:
    story = sample()
    bare = Program(program.home, passphrase="")
    done = bare.run("import", story.path, "--enterprise", story.firm, "--period", story.period)
    assert (done.status, done.codes) == (2, ["keys.no-keyring"]), done.out
    assert not list(program.home.glob("*.store*"))


def test_a_second_program_on_the_same_home_is_told_so(program: Program) -> None:
    with open_session(program.home, passphrase=program.passphrase):
        done = program.run("status")
    assert (done.status, done.codes) == (2, ["store.in-use"])


def test_a_wrong_call_is_said_in_the_same_shape(program: Program) -> None:
    done = program.run("submti")
    assert (done.status, done.codes) == (2, ["cli.usage"])


def test_an_address_the_form_does_not_have_is_refused(program: Program) -> None:
    with open_session(program.home, passphrase=program.passphrase) as session:
        enterprises.add(session, FIRM)
    done = program.run("edit", "JY", "--period", "2025-09", "--set", "JY999=1")
    assert (done.status, done.codes) == (2, ["edit.no-such-cell"])
    done = program.run("edit", "JY", "--period", "2025-09", "--set", "JY043=1")
    assert (done.status, done.codes) == (2, ["edit.read-only"])


def _ole2(streams: tuple[str, ...]) -> bytes:
    """The smallest OLE2 file whose directory names ``streams``: header, one FAT sector, one directory sector."""
    free, end, fat = b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\xfd\xff\xff\xff"
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + bytes.fromhex("3E000300FEFF09000600")
    header += bytes(10) + (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4)
    header += (4096).to_bytes(4, "little") + end + bytes(4) + end + bytes(4) + bytes(4) + free * 108
    table = (fat + end + free * 126)[:512]
    entries = b"".join(_entry(name, kind) for name, kind in (("Root Entry", 5), *((s, 2) for s in streams)))
    return header[:512] + table + entries.ljust(512, b"\0")


def _entry(name: str, kind: int) -> bytes:
    encoded = name.encode("utf-16-le")
    none = b"\xff\xff\xff\xff"
    child = (1).to_bytes(4, "little") if kind == 5 else none
    right = (2).to_bytes(4, "little") if name == "EncryptionInfo" else none
    body = encoded.ljust(64, b"\0") + (len(encoded) + 2).to_bytes(2, "little") + bytes((kind, 1))
    return body + none + right + child + bytes(36) + b"\xfe\xff\xff\xff" + bytes(8)

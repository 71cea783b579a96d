"""A home that a newer program wrote is refused, not touched, and its figures can be exported all the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.base.home import STORE_FILE, firm_store
from client.cli.app import main
from client.keys import HOME, Keychain
from client.store.file.connection import connect
from client.store.file.schema import MIGRATIONS
from client.tour.script import Sample
from client.usecases.books import importing
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session, open_to_read
from client.usecases.views import rescuing
from forms.periods import Period

PASSPHRASE = "correct horse battery staple"
MONTH = Period.parse("2025-09")


@pytest.fixture
def keys(home: Path, story: Sample) -> Keychain:
    """The keys of a home that holds the sample's workbook."""
    made = Keychain.loose(home)
    with open_session(home, keys=made) as session:
        enterprises.add(session, story.firm, story.name)
        importing.apply(session, importing.plan(session, story.path, story.firm, story.month))
    return made


def renew(path: Path, key: bytes, *, cut_short: bool = False) -> None:
    """Make the store as a newer program might: another version, a further column and table."""
    connection = connect(path, key)
    connection.execute(
        "ALTER TABLE returns ADD COLUMN mood TEXT NOT NULL DEFAULT ''; CREATE TABLE moods(a TEXT) STRICT"
    )
    connection.pragma("user_version", MIGRATIONS[-1].to + 5)
    if cut_short:
        log = path.with_name(path.name + "-wal").read_bytes()
        main_file = path.read_bytes()
    connection.close()
    if cut_short:
        path.write_bytes(main_file)
        path.with_name(path.name + "-wal").write_bytes(log)


def digests(home: Path) -> dict[str, str]:
    files = (file for file in home.rglob("*") if file.is_file() and file.suffix != ".lock")
    return {str(file.relative_to(home)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def sheet_of(path: Path, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))


@pytest.mark.parametrize("cut_short", [False, True], ids=["closed", "cut short"])
def test_figures_of_a_newer_store_are_exported_and_not_a_byte_changes(
    home: Path, keys: Keychain, story: Sample, tmp_path: Path, cut_short: bool
) -> None:
    renew(home / STORE_FILE, keys.key(HOME))
    renew(firm_store(home, story.firm), keys.key(story.firm), cut_short=cut_short)
    before = digests(home)
    with pytest.raises(UserError, match=r"store\.newer"):
        open_session(home, keys=keys)
    out = tmp_path / "数据.xlsx"
    rescuing.rescue(home, out, keys=keys)
    heads, *lines = sheet_of(out, "数据")
    revenue = next(line for line in lines if line[5] == "JY021")
    assert revenue[:4] == (story.firm, story.name, "JY", "2025-09")
    assert revenue[heads.index("数值")] == 84192
    assert len({line[2] for line in lines}) > 2, "every form is there"
    assert sheet_of(out, "读不出")[1:] == []
    assert digests(home) == before


def test_what_a_newer_program_packs_in_its_own_way_is_listed(
    home: Path, keys: Keychain, story: Sample, tmp_path: Path
) -> None:
    path = firm_store(home, story.firm)
    renew(path, keys.key(story.firm))
    connection = connect(path, keys.key(story.firm))
    connection.execute(
        "UPDATE records SET cells = x'00' WHERE return_id = (SELECT id FROM returns WHERE form = 'JY')"
    )
    connection.execute("UPDATE returns SET pack = '2031.7' WHERE form = 'JB'")
    connection.close()
    out = tmp_path / "数据.xlsx"
    rescuing.rescue(home, out, keys=keys)
    assert sheet_of(out, "读不出")[1:] == [(story.firm, story.name, "JY", "2025-09")]
    names = {line[2]: line[6] for line in sheet_of(out, "数据")[1:]}
    assert "JY" not in names
    assert names["JB"] in (None, ""), "definitions that are not here give no names"


def test_nothing_is_written_to_what_is_only_read(home: Path, keys: Keychain, story: Sample) -> None:
    with open_to_read(home, keys=keys) as session:
        assert session.look(story.firm, lambda books: books.returns.heads())
        with pytest.raises(UserError, match=r"store\.only-read"):
            session.store_of(story.firm).run(lambda books: books.settings.put("a", b"b"))
        assert session.look(story.firm, lambda books: books.settings.get("a")) is None


@pytest.fixture
def under_passphrase(home: Path, story: Sample, monkeypatch: pytest.MonkeyPatch) -> Path:
    with open_session(home, passphrase=PASSPHRASE) as session:
        enterprises.add(session, story.firm, story.name)
        importing.apply(session, importing.plan(session, story.path, story.firm, story.month, ["JY"]))
        keys = session.vault.keys
    renew(firm_store(home, story.firm), keys.key(story.firm))
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    return home


def test_the_command_exports_it_and_says_so(
    under_passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--home", str(under_passphrase)]
    assert main(["check", *words]) == 2
    assert "store.newer" in capsys.readouterr().err
    assert main(["export", "--out", str(tmp_path / "数据.xlsx"), "--form", "JY", *words]) == 0
    assert "export.from-newer" in capsys.readouterr().out
    assert len(sheet_of(tmp_path / "数据.xlsx", "数据")) > 10

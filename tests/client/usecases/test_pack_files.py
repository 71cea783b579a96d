"""Definitions in a file: looked into first, taken when somebody says so, refused by name when they are bad."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.renewal import pack_files, questionnaire, sources
from forms.pack import load_pack
from forms.pack.archive import pack_archive
from forms.problems import CodedError
from tests.client.publishing.bureau import Bureau
from tests.client.usecases.two_firms import A, enter, held
from tests.newer_pack import VERSION

RETAIL = Path(__file__).parents[2] / "forms" / "foreign" / "retail"
"""Another office's questionnaire."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    folder = tmp_path_factory.mktemp("bureau")
    return Bureau(folder / "repository").found().release_newer(folder)


@pytest.fixture
def pack_file(repository: Bureau, tmp_path: Path) -> Path:
    made = shutil.make_archive(str(tmp_path / "制度"), "zip", repository.folder)
    return Path(made).rename(tmp_path / "制度.jbpack")


@pytest.fixture
def trusting(session: Session, repository: Bureau, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A home enrolled at the authority that signs the repository."""
    profile = repository.profile()
    monkeypatch.setattr(sources, "trusted_profile", lambda _: profile)
    return session


def test_definitions_in_a_file_are_checked_and_taken_once(trusting: Session, pack_file: Path) -> None:
    first = pack_files.look_into(trusting, pack_file)
    assert (first.signed, first.other, [each.version for each in first.fresh]) == (True, False, [VERSION])
    assert {each.key for each in first.differences} >= {"JY042", "VAT_RATE_MAX"}
    assert len(trusting.shelf.packs) == 1, "looking keeps nothing"
    assert pack_files.take(trusting, first).version == VERSION
    assert questionnaire.in_use(trusting).came == "signed"
    assert pack_files.look_into(trusting, pack_file).fresh == ()


def test_definitions_of_another_authority_are_refused(trusting: Session, pack_file: Path, tmp_path: Path) -> None:
    stranger = Bureau(tmp_path / "stranger").found()
    made = Path(shutil.make_archive(str(tmp_path / "x"), "zip", stranger.folder)).rename(tmp_path / "x.jbpack")
    with pytest.raises(CodedError) as caught:
        pack_files.look_into(trusting, made)
    assert caught.value.code.startswith("updates.")
    assert len(trusting.shelf.packs) == 1


def test_without_an_authority_nothing_is_taken(session: Session, pack_file: Path) -> None:
    with pytest.raises(UserError) as caught:
        pack_files.look_into(session, pack_file)
    assert caught.value.code == "updates.no-source"


def evil(path: Path, name: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt"])
def test_a_pack_file_that_reaches_outside_is_refused(trusting: Session, tmp_path: Path, name: str) -> None:
    evil(tmp_path / "x.jbpack", name)
    with pytest.raises(UserError) as caught:
        pack_files.look_into(trusting, tmp_path / "x.jbpack")
    assert caught.value.code == "handed.broken"


@pytest.mark.parametrize(("name", "code"), [("x.jbpack", "handed.broken"), ("x.zip", "pack.archive-damaged")])
def test_damage_in_an_unusual_compression_is_named(
    trusting: Session, tmp_path: Path, name: str, code: str
) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("pack.toml", b"min_app" * 500)
    data = bytearray((tmp_path / name).read_bytes())
    data[48:69] = b"\xff" * 21  # behind the name and what says how it is compressed
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CodedError) as caught:
        pack_files.look_into(trusting, tmp_path / name)
    assert caught.value.code == code


def test_a_pack_file_that_grows_beyond_reason_is_refused(
    trusting: Session, pack_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_files, "MEMBERS", 2)
    with pytest.raises(UserError) as caught:
        pack_files.look_into(trusting, pack_file)
    assert caught.value.code == "handed.broken"


def copied(tmp_path: Path, *swaps: tuple[str, str, str]) -> Path:
    """The other office's folder, with words of its files exchanged."""
    made = Path(shutil.copytree(RETAIL, tmp_path / "retail"))
    for name, old, new in swaps:
        text = (made / name).read_text("utf-8")
        assert old in text
        (made / name).write_text(text.replace(old, new, 1), "utf-8")
    return made


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    path.write_bytes(whole.getvalue())
    return path


def as_folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


def as_head(tmp_path: Path) -> Path:
    return copied(tmp_path) / "pack.toml"


def as_archive(tmp_path: Path) -> Path:
    (tmp_path / "零售.ZIP").write_bytes(pack_archive(RETAIL))
    return tmp_path / "零售.ZIP"


def as_zipped_folder(tmp_path: Path) -> Path:
    """As a file manager makes it: one folder, listed itself."""
    made = shutil.make_archive(str(tmp_path / "零售"), "zip", RETAIL.parent, "retail")
    return Path(made)


@pytest.mark.parametrize("kind", [as_folder, as_head, as_archive, as_zipped_folder])
def test_another_offices_questionnaire_comes_in_any_of_these_forms(
    session: Session, tmp_path: Path, kind: Callable[[Path], Path]
) -> None:
    found = pack_files.look_into(session, kind(tmp_path))
    assert (found.other, found.signed, found.pack.id) == (True, False, "retail-turnover")
    assert session.pack.id == "gd-eic"
    pack_files.take(session, found)
    assert [session.pack.id, list(session.forms)] == ["retail-turnover", ["RT"]]
    used = questionnaire.in_use(session)
    assert (used.came, used.pack.authority) == ("unsigned", "A national statistical office")
    (tmp_path / "again").mkdir()
    assert pack_files.look_into(session, kind(tmp_path / "again")).fresh == ()
    questionnaire.use_own(session, "gd-eic")
    assert questionnaire.in_use(session).came == "program"


def test_a_return_begun_while_the_other_one_is_taken_keeps_it_out_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    enterprises.add(session, A, "甲公司")
    found, asked = pack_files.look_into(session, RETAIL), pack_files.pinned

    def then_begun(session: Session) -> set[str]:
        before = asked(session)
        if not before:
            enter(session, A, "111")
        return before

    monkeypatch.setattr(pack_files, "pinned", then_begun)
    with pytest.raises(UserError, match=r"packs\.other-in-use"):
        pack_files.take(session, found)
    assert session.pack.id == "gd-eic"
    assert held(session, A) == "111"


def test_returns_that_were_begun_keep_the_other_one_out_and_stay(session: Session, tmp_path: Path) -> None:
    enterprises.add(session, A, "甲公司")
    found = pack_files.look_into(session, RETAIL)
    enter(session, A, "111")
    with pytest.raises(UserError, match=r"packs\.other-in-use"):
        pack_files.look_into(session, RETAIL)
    with pytest.raises(UserError, match=r"packs\.other-in-use"):
        pack_files.take(session, found)
    assert (session.pack.id, held(session, A)) == ("gd-eic", "111")


HEAD, RULES = "pack.toml", "rules/RT.toml"


@pytest.mark.parametrize(
    ("swap", "code"),
    [
        ((HEAD, 'version = "3"', 'version = "3"\nmin_app = "99.0"'), "packs.needs-newer-app"),
        ((HEAD, 'version = "3"', 'version = "3"\nmin_app = "99.0"\nnewer = 1'), "packs.needs-newer-app"),
        ((HEAD, 'version = "3"', 'version = "3"\nnewer = 1'), "pack.bad-entry"),
        ((HEAD, 'version = "3"', "version = 3"), "pack.bad-entry"),
        ((RULES, 'expect = "', 'expect = "conjure(1) and '), "packs.bad-rule"),
    ],
)
def test_a_pack_this_program_cannot_use_is_refused_by_name(
    session: Session, tmp_path: Path, swap: tuple[str, str, str], code: str
) -> None:
    folder = copied(tmp_path, swap)
    (tmp_path / "x.zip").write_bytes(pack_archive(folder))
    for path in (folder, tmp_path / "x.zip"):
        with pytest.raises(CodedError) as refused:
            pack_files.look_into(session, path)
        assert refused.value.code == code
    assert session.pack.id == "gd-eic"
    assert not list((session.home / "cache" / "packs").glob("new.*"))


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.txt": b"x"}, "pack.archive-name"),
        ({"../pack.toml": b"x"}, "pack.archive-name"),
        ({"a/../../pack.toml": b"x"}, "pack.archive-name"),
        ({"x/pack.toml": b"", "x/../../forms/A.toml": b""}, "pack.archive-name"),
        ({"pack.toml": b" " * (33 * 1024 * 1024)}, "pack.archive-large"),
        ({"pack.toml": b"", "forms/CON.toml": b"", "forms/A.toml": b""}, "pack.archive-name"),
        ({"pack.toml": b"", "forms/com1.toml": b"", "forms/A.toml": b""}, "pack.archive-name"),
        ({"pack.toml": b"", "forms/A.toml": b"", "forms/a.toml": b""}, "pack.archive-name"),
        ({"pack.toml": b"\xff\xfe"}, "pack.not-utf8"),
        ({}, "pack.not-found"),
    ],
)
def test_a_hostile_archive_is_refused_whole(
    session: Session, tmp_path: Path, files: dict[str, bytes], code: str
) -> None:
    with pytest.raises(CodedError) as refused:
        pack_files.look_into(session, zipped(tmp_path / "x.zip", files))
    assert refused.value.code == code
    assert not list(session.home.rglob("A.toml"))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.jbpack", b"no zip", "handed.broken"),
        ("x.jbpack", None, "handed.missing"),
        ("x.zip", b"no zip", "pack.archive-damaged"),
        ("x.docx", b"", "handed.unknown"),
    ],
)
def test_what_is_no_file_of_definitions_is_named(
    session: Session, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CodedError) as refused:
        pack_files.look_into(session, tmp_path / name)
    assert refused.value.code == code


def test_an_authoritys_enterprise_takes_nothing_unsigned(trusting: Session) -> None:
    with pytest.raises(UserError, match=r"packs\.unsigned"):
        pack_files.look_into(trusting, RETAIL)


def test_an_older_version_is_not_taken_unless_a_return_was_begun_with_it(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questionnaire.use_folder(session, RETAIL)
    older = copied(tmp_path, (HEAD, 'version = "3"', 'version = "2"'), (HEAD, "2024-01", "2023-01"))
    head = older / HEAD
    head.write_text(head.read_text("utf-8").replace("2026-12", "2023-12"), "utf-8")
    with pytest.raises(UserError, match=r"packs\.older"):
        pack_files.look_into(session, older)
    monkeypatch.setattr(pack_files, "pinned", lambda _: {"2"})
    assert [each.version for each in pack_files.look_into(session, older).fresh] == ["2"]
    assert session.pack.version == load_pack(RETAIL).version

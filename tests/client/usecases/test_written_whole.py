"""What a person is given as a file is there whole or not at all, and a full disk is called that."""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError, WorldError
from client.base.files import FULL
from client.tour.script import Sample
from client.usecases.books import extracting, importing, marking, profiles, templates
from client.usecases.books.extracting import Reading
from client.usecases.bureau import attaching, connecting, filing, receipts
from client.usecases.home.session import Session
from client.usecases.support import supporting
from client.usecases.views import papers
from client.workbook import Choices
from forms.periods import Period
from forms.returns import ReturnKey

YEAR = Period.parse("2025")
BEFORE = b"what was there"


@pytest.fixture
def disk_full(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on a disk takes half of what is written to it."""

    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(FULL[0], "No space left on device")

    def half_a_book(_: object, path: Path) -> None:
        half(path, bytes(100))

    def fill() -> None:
        monkeypatch.setattr(Path, "write_bytes", half)
        monkeypatch.setattr(openpyxl.Workbook, "save", half_a_book)

    return fill


def refused(write: Callable[[], object], path: Path) -> None:
    with pytest.raises(WorldError) as caught:
        write()
    assert caught.value.code == "file.no-room"
    assert path.read_bytes() == BEFORE
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is there, in a folder of its own."""
    found = tmp_path / "out" / "file.xlsx"
    found.parent.mkdir()
    found.write_bytes(BEFORE)
    return found


def test_an_attachment_and_a_receipt(
    complete: Session, story: Sample, tmp_path: Path, path: Path, disk_full: Callable[[], None]
) -> None:
    scan = tmp_path / "盖章件.pdf"
    scan.write_bytes(b"%PDF-1.7 " + bytes(500))
    file = attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scan)
    with connecting.line(complete, story.firm) as line:
        (filed,) = filing.submit(line, filing.Order(YEAR, ["JB"]), wait=60)
    assert filed.result is not None
    version = filed.result.version_id
    copy = (complete, ReturnKey(story.firm, "JB", YEAR), file.id, path)
    with pytest.raises(UserError) as there:
        attaching.save_copy(*copy)
    assert (there.value.code, path.read_bytes()) == ("attach.exists", BEFORE)
    disk_full()
    refused(lambda: attaching.save_copy(*copy, over=True), path)
    refused(lambda: receipts.save_as(complete, story.firm, version, path), path)


def test_a_template_a_marked_copy_and_profiles(
    session: Session, story: Sample, path: Path, disk_full: Callable[[], None]
) -> None:
    extracted = extracting.extract(story.path, Reading(story.firm, story.month))
    planned = importing.plan_extracted(session, extracted)
    profiles.remember(session, "甲", extracted.book, extracted.extraction, Choices(unit="万元"))
    disk_full()
    refused(lambda: templates.write(session.pack, ["JY"], path, story.month, over=True), path)
    refused(lambda: marking.mark(story.path, planned, extracted.book, path, over=True), path)
    refused(lambda: profiles.export(session, path, over=True), path)


def test_paper_and_a_support_file(
    session: Session, path: Path, disk_full: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk_full()
    blank = papers.blank_form(session.pack, session.pack.forms["JY"], Period.parse("2025-09"))
    refused(lambda: papers.write_form(blank, path), path)

    def full(_archive: object, _name: str, _data: object) -> None:
        raise OSError(FULL[0], "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    refused(lambda: supporting.write_bundle(session.home, path, session), path)


def test_a_folder_that_is_not_there_is_another_thing(session: Session, story: Sample, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        templates.write(session.pack, ["JY"], tmp_path / "no" / "x.xlsx", story.month)
    assert caught.value.code == "workbook.not-written"
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.ENOENT

"""Profiles in the home: remembered, used by the next import, exported, taken in by a colleague, forgotten."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from client.base.errors import UserError
from client.usecases.books import extracting, importing, profiles
from client.usecases.books.extracting import Reading
from client.usecases.home.session import Session
from client.workbook import Choices, written
from forms.periods import Period
from tests.workbook.making.contents import FIRM, profit

PERIOD = Period.parse("2025-09")
CHOICES = written(["内部往来抵销=JY014", "研发费用="])


def book(folder: Path, name: str) -> Path:
    made = openpyxl.Workbook()
    for row in [*profit(), ["内部往来抵销", 12, 5000.0, 1000.0]]:
        made.worksheets[0].append(row)
    made.save(folder / name)
    return folder / name


def remembered(session: Session, folder: Path, name: str = "金蝶") -> None:
    first = extracting.extract(book(folder, "八月.xlsx"), Reading(FIRM, PERIOD, choices=CHOICES))
    profiles.remember(session, name, first.book, first.extraction, first.choices)


def test_the_next_import_follows_what_was_remembered(session: Session, tmp_path: Path) -> None:
    remembered(session, tmp_path)
    extracted = extracting.extract(
        book(tmp_path, "九月.xlsx"), Reading(FIRM, PERIOD, profiles=profiles.all_of(session))
    )
    plan = importing.plan_extracted(session, extracted)
    assert plan.profile == "金蝶"
    lines = {line.address: line for line in plan.lines}
    assert lines["JY014"].new == "5"
    assert lines["JY014"].found.how == "chosen"
    assert "JY009" not in lines


def test_a_colleague_takes_in_an_exported_file(session: Session, tmp_path: Path) -> None:
    remembered(session, tmp_path)
    before = profiles.all_of(session)
    file = tmp_path / "对应关系.json"
    assert profiles.export(session, file) == before
    assert "5000" not in file.read_text("utf-8")
    profiles.forget(session, "金蝶")
    assert profiles.all_of(session) == ()
    assert profiles.take_in(session, file) == before
    assert profiles.all_of(session) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "malformed"),
        (b"{}", "malformed"),
        (b'{"jibao_profiles": 1, "profiles": []}', "malformed"),
        (b'{"jibao_profiles": 99, "profiles": []}', "newer"),
        (b'{"jibao_profiles": 1, "profiles": [{"name": "a", "labels": ["b"], "what": 1}]}', "malformed"),
        (b'{"jibao_profiles": 1, "profiles": [{"name": " ", "labels": ["b"]}]}', "malformed"),
    ],
)
def test_a_file_that_is_none_changes_nothing(session: Session, tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(UserError) as caught:
        profiles.take_in(session, tmp_path / "x.json")
    assert caught.value.code == f"profile.{code}"
    assert profiles.all_of(session) == ()


def test_what_cannot_be_done_is_said(session: Session, tmp_path: Path) -> None:
    first = extracting.extract(book(tmp_path, "八月.xlsx"), Reading(FIRM, PERIOD))
    remembered(session, tmp_path)
    (tmp_path / "there.json").touch()
    acts = {
        "profile.unknown": lambda: profiles.forget(session, "没有"),
        "profile.exists": lambda: profiles.export(session, tmp_path / "there.json"),
        "profile.not-written": lambda: profiles.export(session, tmp_path / "no" / "x.json"),
        "profile.unreadable": lambda: profiles.take_in(session, tmp_path / "gone.json"),
        "profile.no-name": lambda: profiles.remember(session, " ", first.book, first.extraction, CHOICES),
        "profile.nothing-chosen": lambda: profiles.remember(
            session, "空", first.book, first.extraction, Choices()
        ),
    }
    for code, act in acts.items():
        with pytest.raises(UserError) as caught:
            act()
        assert caught.value.code == code
    profiles.forget(session, "金蝶")
    with pytest.raises(UserError) as caught:
        profiles.export(session, tmp_path / "none.json")
    assert caught.value.code == "profile.none"

"""Scans beside a return: kept sealed, filed with the next version, bound to its receipt, carried on a stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.base.errors import UserError
from client.protocol import carry_file
from client.protocol.attachments import MAX_FILE
from client.sync import attached
from client.tour.script import Sample
from client.usecases.bureau import attaching, connecting, filing, offline
from client.usecases.home.session import Session
from client.usecases.returns.checking import check_returns
from forms.periods import Period

YEAR = Period.parse("2025")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "基本情况（盖章）.pdf"
    path.write_bytes(b"%PDF-1.7 " + bytes(5000))
    return path


def states(session: Session, firm: str) -> list[tuple[str, str]]:
    return [(each.file.name, each.state) for each in attaching.shown(session, firm, "JB", YEAR)]


def submit(session: Session, firm: str, reason: str | None = None) -> filing.Filed:
    with connecting.endpoint(session, firm) as endpoint:
        (filed,) = filing.submit(session, endpoint, firm, YEAR, ["JB"], reason=reason)
    return filed


def test_a_scan_is_filed_with_its_return_and_stays_bound_to_it(
    complete: Session, story: Sample, scan: Path, tmp_path: Path
) -> None:
    file = attaching.attach(complete, story.firm, "JB", YEAR, scan)
    assert (file.media, file.size) == ("application/pdf", scan.stat().st_size)
    assert states(complete, story.firm) == [(scan.name, "waiting")]
    filed = submit(complete, story.firm)
    assert filed.result is not None
    assert filed.result.state == "accepted"
    (shown,) = attaching.shown(complete, story.firm, "JB", YEAR)
    assert (shown.state, shown.arrived) == ("filed", shown.whole)
    assert filed.result.receipt is not None
    assert shown.receipt_no == filed.result.receipt.receipt_no
    copy = attaching.save_copy(complete, story.firm, "JB", YEAR, file.id[:8], tmp_path / "copy.pdf")
    assert copy.read_bytes() == scan.read_bytes()


def test_a_scan_that_comes_later_makes_a_correction_and_taking_it_off_another(
    complete: Session, story: Sample, scan: Path
) -> None:
    submit(complete, story.firm)
    file = attaching.attach(complete, story.firm, "JB", YEAR, scan)
    (check,) = check_returns(complete, story.firm, YEAR, "JB")
    assert (check.state, check.edited) == ("ready", True)
    refused = submit(complete, story.firm)
    assert refused.problem is not None
    assert refused.problem.code == "filing.reason-needed"
    filed = submit(complete, story.firm, "补交盖章件")
    assert filed.result is not None
    assert filed.result.state == "accepted"
    attaching.remove(complete, story.firm, "JB", YEAR, file.id)
    assert states(complete, story.firm) == [(scan.name, "taken-off")]
    assert check_returns(complete, story.firm, YEAR, "JB")[0].edited
    kept = complete.look(story.firm, lambda books: attached.content(books, file.id))
    assert kept == scan.read_bytes()  # the filed version still has it


def test_a_stick_carries_the_sealed_scan(complete: Session, story: Sample, scan: Path, tmp_path: Path) -> None:
    attaching.attach(complete, story.firm, "JB", YEAR, scan)
    with connecting.endpoint(complete, story.firm) as endpoint:
        due = filing.fetch(complete.store_of(story.firm), endpoint, story.firm)
        (check,) = check_returns(complete, story.firm, YEAR, "JB")
        filing.queue(complete, endpoint, check, due, None)
        assert states(complete, story.firm) == [(scan.name, "frozen")]
        offline.carry_out(complete, endpoint, story.firm, tmp_path / "out.jbsub")
    carried = carry_file.read((tmp_path / "out.jbsub").read_bytes())
    (sealed,) = carried.attachments.values()
    assert b"%PDF" not in sealed


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.pdf", b"", "attach.empty"),
        ("程序.pdf", b"MZ\x90\x00", "attach.kind"),
        ("太大.png", b"\x89PNG\r\n\x1a\n" + bytes(MAX_FILE), "attach.too-large"),
        ("", b"", "attach.missing"),
    ],
)
def test_what_is_no_scan_is_refused_by_name(
    imported: Session, story: Sample, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / (name or "没有.pdf")
    if name:
        path.write_bytes(data)
    refuse(code, imported, story.firm, "JB", path)
    assert states(imported, story.firm) == []


def test_twice_too_many_and_beside_nothing_are_refused(
    imported: Session, story: Sample, scan: Path, tmp_path: Path
) -> None:
    attaching.attach(imported, story.firm, "JB", YEAR, scan)
    refuse("attach.twice", imported, story.firm, "JB", scan)
    refuse("attach.no-return", imported, story.firm, "HY", scan)
    for number in range(9):
        other = tmp_path / f"{number}.jpg"
        other.write_bytes(b"\xff\xd8\xff" + bytes([number]))
        attaching.attach(imported, story.firm, "JB", YEAR, other)
    more = tmp_path / "more.jpg"
    more.write_bytes(b"\xff\xd8\xffmore")
    refuse("attach.many", imported, story.firm, "JB", more)
    with pytest.raises(UserError) as caught:
        attaching.remove(imported, story.firm, "JB", YEAR, "zz")
    assert caught.value.code == "attach.none-such"


def refuse(code: str, session: Session, firm: str, form: str, path: Path) -> None:
    with pytest.raises(UserError) as caught:
        attaching.attach(session, firm, form, YEAR, path)
    assert caught.value.code == code
    assert caught.value.what("zh")
    assert caught.value.remedy("en")

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
from forms.returns import ReturnKey

YEAR = Period.parse("2025")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "基本情况（盖章）.pdf"
    path.write_bytes(b"%PDF-1.7 " + bytes(5000))
    return path


def states(session: Session, firm: str) -> list[tuple[str, str]]:
    return [(each.file.name, each.state) for each in attaching.shown(session, ReturnKey(firm, "JB", YEAR))]


def submit(session: Session, firm: str, reason: str | None = None) -> filing.Filed:
    with connecting.line(session, firm) as line:
        (filed,) = filing.submit(line, filing.Order(YEAR, ["JB"], reason=reason))
    return filed


def test_a_scan_is_filed_with_its_return_and_stays_bound_to_it(
    complete: Session, story: Sample, scan: Path, tmp_path: Path
) -> None:
    file = attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scan)
    assert (file.media, file.size) == ("application/pdf", scan.stat().st_size)
    assert states(complete, story.firm) == [(scan.name, "waiting")]
    filed = submit(complete, story.firm)
    assert filed.result is not None
    assert filed.result.state == "accepted"
    (shown,) = attaching.shown(complete, ReturnKey(story.firm, "JB", YEAR))
    assert (shown.state, shown.arrived) == ("filed", shown.whole)
    assert filed.result.receipt is not None
    assert shown.receipt_no == filed.result.receipt.receipt_no
    copy = attaching.save_copy(complete, ReturnKey(story.firm, "JB", YEAR), file.id[:8], tmp_path / "copy.pdf")
    assert copy.read_bytes() == scan.read_bytes()


def test_a_scan_that_comes_later_makes_a_correction_and_taking_it_off_another(
    complete: Session, story: Sample, scan: Path
) -> None:
    submit(complete, story.firm)
    file = attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scan)
    (check,) = check_returns(complete, story.firm, YEAR, "JB")
    assert (check.state, check.edited) == ("ready", True)
    refused = submit(complete, story.firm)
    assert refused.problem is not None
    assert refused.problem.code == "filing.reason-needed"
    filed = submit(complete, story.firm, "补交盖章件")
    assert filed.result is not None
    assert filed.result.state == "accepted"
    attaching.remove(complete, ReturnKey(story.firm, "JB", YEAR), file.id)
    assert states(complete, story.firm) == [(scan.name, "taken-off")]
    assert check_returns(complete, story.firm, YEAR, "JB")[0].edited
    kept = complete.look(story.firm, lambda books: attached.content(books, file.id))
    assert kept == scan.read_bytes()  # the filed version still has it


def test_a_stick_carries_the_sealed_scan(complete: Session, story: Sample, scan: Path, tmp_path: Path) -> None:
    attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scan)
    with connecting.line(complete, story.firm) as line:
        due = filing.fetch(line.store, line.endpoint, line.firm)
        (check,) = check_returns(complete, story.firm, YEAR, "JB")
        filing.queue(line, check, due, None)
        assert states(complete, story.firm) == [(scan.name, "frozen")]
        offline.carry_out(line, tmp_path / "out.jbsub")
    carried = carry_file.read((tmp_path / "out.jbsub").read_bytes())
    (sealed,) = carried.attachments.values()
    assert b"%PDF" not in sealed


def test_a_version_whose_sealed_scan_is_gone_is_given_up_and_filed_anew(
    complete: Session, story: Sample, scan: Path, tmp_path: Path
) -> None:
    attaching.attach(complete, ReturnKey(story.firm, "JB", YEAR), scan)
    store = complete.store_of(story.firm)
    with connecting.line(complete, story.firm) as line:
        due = filing.fetch(line.store, line.endpoint, line.firm)
        (check,) = check_returns(complete, story.firm, YEAR, "JB")
        version = filing.queue(line, check, due, None)
        (sealed,) = store.run(lambda books: books.settings.names("attached-sealed/"))
        store.run(lambda books: books.settings.delete(sealed))
        with pytest.raises(UserError) as caught:
            offline.carry_out(line, tmp_path / "out.jbsub")
        assert (caught.value.code, caught.value.params["file"]) == ("filing.sealed-gone", scan.name)
        (given_up,) = line.filer.push([version])
    assert (given_up.state, given_up.code) == ("rejected-at-door", "filing.sealed-gone")
    anew = submit(complete, story.firm)
    assert anew.result is not None
    assert anew.result.state == "accepted"


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
    attaching.attach(imported, ReturnKey(story.firm, "JB", YEAR), scan)
    refuse("attach.twice", imported, story.firm, "JB", scan)
    refuse("attach.no-return", imported, story.firm, "HY", scan)
    for number in range(9):
        other = tmp_path / f"{number}.jpg"
        other.write_bytes(b"\xff\xd8\xff" + bytes([number]))
        attaching.attach(imported, ReturnKey(story.firm, "JB", YEAR), other)
    more = tmp_path / "more.jpg"
    more.write_bytes(b"\xff\xd8\xffmore")
    refuse("attach.many", imported, story.firm, "JB", more)
    ids = [each.file.id for each in attaching.shown(imported, ReturnKey(story.firm, "JB", YEAR))]
    several = next(first for first in "0123456789abcdef" if sum(each.startswith(first) for each in ids) != 1)
    for told in ("zz", "", several):
        with pytest.raises(UserError) as caught:
            attaching.remove(imported, ReturnKey(story.firm, "JB", YEAR), told)
        assert caught.value.code == "attach.none-such"
    attaching.remove(imported, ReturnKey(story.firm, "JB", YEAR), ids[0][:18])
    assert [each.file.id for each in attaching.shown(imported, ReturnKey(story.firm, "JB", YEAR))] == ids[1:]


def refuse(code: str, session: Session, firm: str, form: str, path: Path) -> None:
    with pytest.raises(UserError) as caught:
        attaching.attach(session, ReturnKey(firm, form, YEAR), path)
    assert caught.value.code == code
    assert caught.value.what("zh")
    assert caught.value.remedy("en")

"""What the pictures are drawn from: points worked out of stored returns, and the pace a plan sets."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from client.store import Books
from client.tour.script import Sample
from client.usecases.home import pack_store
from client.usecases.home.session import Session
from client.usecases.views.pictures import Picture, Point, pace, pictures, years_of
from forms.pack.loader import folder_of
from forms.periods import Period
from forms.pictures import load_pictures
from forms.returns import Cell, Return
from tests.newer_pack import VERSION, kept_pack, other_forms_pack


def by_id(session: Session, firm: str, year: int, record: str = "") -> dict[str, Picture]:
    return {picture.entry.id: picture for picture in pictures(session, firm, year, record)}


def put(session: Session, firm: str, form: str, period: str, **cells: str) -> None:
    made = {code.replace("_ly", "@ly"): Cell(text, Decimal(text)) for code, text in cells.items()}
    new = Return(firm, form, Period.parse(period), session.pack.version, made)

    def work(books: Books) -> None:
        books.returns.put_new(new)

    session.store_of(firm).run(work)


def month(text: str) -> int:
    period = Period.parse(text)
    return period.year * 12 + period.months


def test_a_year_is_drawn_beside_the_year_before(session: Session, firm: str) -> None:
    put(session, firm, "JY", "2025-03", JY001="300", JY001_ly="280")
    put(session, firm, "JY", "2025-02", JY001="190", JY001_ly="170")
    put(session, firm, "JY", "2024-03", JY001="281")
    now, before = by_id(session, firm, 2025)["revenue"].curves
    assert [point.value for point in now.points] == [190, 300], "in the order of time"
    assert before.points == (Point(month("2024-02"), Decimal(170)), Point(month("2024-03"), Decimal(281)))


def test_what_was_filed_last_year_goes_before_the_last_year_column(session: Session, firm: str) -> None:
    put(session, firm, "JY", "2025-03", JY001="300", JY001_ly="280")
    put(session, firm, "JY", "2024-03", JY001="281")
    assert by_id(session, firm, 2025)["revenue"].curves[1].points[0].value == 281


def test_intensity_is_a_share_held_against_the_plan(session: Session, firm: str) -> None:
    put(session, firm, "JY", "2024-12", JY001="1000", JY009="50")
    put(session, firm, "YF", "2024", YF007="70")
    drawn = by_id(session, firm, 2025)["intensity"]
    assert drawn.level == 6
    assert [curve.points[0].value for curve in drawn.curves] == [5, 7]


def test_no_share_of_nothing(session: Session, firm: str) -> None:
    put(session, firm, "JY", "2025-12", JY001="0", JY009="50")
    assert by_id(session, firm, 2025)["intensity"].empty


def test_the_sample_draws_its_projects_against_their_plan(complete: Session, story: Sample) -> None:
    drawn = by_id(complete, story.firm, 2025)["investment"]
    done, plan = drawn.curves
    assert len(drawn.choices) == 3
    assert done.points[-1].value == 59680 + 8450 + 620
    assert plan.points[-1].value == 86000 + 12000 + 32000
    assert plan.plan
    one = by_id(complete, story.firm, 2025, drawn.choices[1][0])["investment"]
    assert one.curves[0].points[-1].value == 8450
    assert one.curves[1].points[0] == Point(month("2024-09"), Decimal(0))
    assert years_of(complete, story.firm)[0] == 2025


def test_only_what_has_a_plan_is_held_against_the_plan(session: Session, firm: str) -> None:
    """The second project says nothing of its total: what it did counts as done, but not towards the plan."""
    cells = {
        "XM[a].XM008": Cell("2025-01", "2025-01"),
        "XM[a].XM010": Cell("2025-05", "2025-05"),
        "XM[a].XM012": Cell("1000", Decimal(1000)),
        "XM[a].XM014": Cell("500", Decimal(500)),
        "XM[b].XM014": Cell("300", Decimal(300)),
    }
    new = Return(firm, "XM", Period.parse("2025-09"), session.pack.version, cells, {"XM": ("a", "b")})
    session.store_of(firm).run(lambda books: books.returns.put_new(new))
    drawn = by_id(session, firm, 2025)["investment"]
    assert drawn.curves[0].points[-1].value == 800
    assert drawn.reached == 50, "four months after its planned end: half of the whole"
    assert drawn.unplanned == 1
    assert by_id(session, firm, 2025, "b")["investment"].reached is None


def test_pictures_come_with_the_definitions_that_were_fetched(session: Session, firm: str, tmp_path: Path) -> None:
    fetched = kept_pack(other_forms_pack(tmp_path))
    session.own.run(lambda books: pack_store.put(books, fetched))
    session.reread_definitions()
    assert session.pack.version == VERSION
    put(session, firm, "JY", "2025-12", JY001="1000", JY009="50")
    drawn = by_id(session, firm, 2025)
    assert list(drawn) == ["revenue", "profit", "intensity", "investment"]
    assert drawn["intensity"].level == 6


def test_without_returns_every_picture_is_empty(session: Session, firm: str) -> None:
    assert all(picture.empty for picture in pictures(session, firm, 2025))
    assert years_of(session, firm) == ()


@given(st.integers(-24, 60), st.integers(0, 24), st.integers(-3, 36))
def test_a_pace_runs_from_nothing_to_everything_and_never_back(at: int, begin: int, length: int) -> None:
    end = begin + length
    here, later = pace(at, begin, end), pace(at + 1, begin, end)
    assert 0 <= here <= later <= 1
    assert pace(max(begin, end), begin, end) == 1
    if length > 0:
        assert pace(begin, begin, end) == 0


def test_every_code_a_picture_speaks_of_is_in_the_pack(session: Session) -> None:
    pack = session.pack
    for entry in load_pictures(folder_of(pack.id)):
        codes = [entry.indicator, entry.total, entry.begins, entry.ends]
        codes += [code for share in entry.share for code in (share.part, share.whole)]
        assert all(pack.indicator(code) for code in codes if code)

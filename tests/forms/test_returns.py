"""Changes of a return: carried out, taken back, and what an origin says."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from forms.periods import Period
from forms.returns import FINER, Cell, Change, Edit, Origin, Return, RowsEdit, apply

SEPTEMBER = Period.parse("2025-09")


def start() -> Return:
    cells = {"XM[a].XM014": Cell("5", Decimal(5)), "XM[b].XM014": Cell("约", problem="value.not-a-number")}
    return Return("firm", "XM", SEPTEMBER, "pack/1", cells, {"XM": ["a", "b"]})


def test_the_key_of_a_return() -> None:
    assert str(start().key) == "firm.XM.2025-09"


def test_a_change_sets_clears_and_orders() -> None:
    target = start()
    apply(
        target,
        Change(
            "firm",
            "XM",
            SEPTEMBER,
            edits=(
                Edit("XM[a].XM014", target.cells["XM[a].XM014"], None),
                Edit("XM[c].XM014", None, Cell("7", Decimal(7))),
            ),
            rows=(RowsEdit("XM", ("a", "b"), ("c", "a", "b")),),
        ),
    )
    assert set(target.cells) == {"XM[b].XM014", "XM[c].XM014"}
    assert target.rows == {"XM": ["c", "a", "b"]}


cells = st.none() | st.integers(0, 9).map(lambda n: Cell(str(n), Decimal(n)))
addresses = st.sampled_from(["XM[a].XM014", "XM[b].XM014", "XM[a].XM015", "XM[c].XM001"])
orders = st.permutations(["a", "b", "c"]).map(tuple)


@given(st.lists(st.tuples(addresses, cells), max_size=6), orders)
def test_the_inverse_takes_any_change_back(entries: list[tuple[str, Cell | None]], order: tuple[str, ...]) -> None:
    target = start()
    before = deepcopy(target)
    known = dict(target.cells)
    edits = []
    for address, new in entries:
        edits.append(Edit(address, known.get(address), new))
        if new is None:
            known.pop(address, None)
        else:
            known[address] = new
    change = Change("firm", "XM", SEPTEMBER, tuple(edits), (RowsEdit("XM", ("a", "b"), order),))
    apply(target, change)
    assert target.cells == known
    apply(target, change.inverse())
    assert target == before
    assert change.inverse().inverse().edits == change.edits


def test_which_origins_mean_that_a_figure_was_rounded() -> None:
    assert Origin(raw="12345.67", unit="元").rounded_to("千元")
    assert Origin(raw="1", unit=FINER).rounded_to("千元")
    assert not Origin(raw="1.2", unit="亿").rounded_to("千元")
    assert not Origin(raw="1.2", unit="千元").rounded_to("千元")
    assert not Origin().rounded_to("千元")

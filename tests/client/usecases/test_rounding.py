"""Figures with too many decimals: which are offered to be rounded together, and what becomes of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from client.usecases.bureau.documents import document_of
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.rounding import Rounding, apply, roundings
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.ui.drafts import PACK, drafted

MONTH = "2025-09"


def offered(draft: Draft, address: str) -> tuple[Rounding, ...]:
    finding = next(f for f in draft.findings if f.rule == "READ" and f.cells[0].address == address)
    return roundings(draft, finding)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1235"),
        ("-1234.5", "-1235"),
        ("1234.49", "1234"),
        ("0.4", "0"),
        ("（1.5）", "-2"),
        ("1２.５０1", "13"),
        ("12.7千元", "13"),
    ],
)
def test_a_figure_is_rounded_half_up_as_offices_do(text: str, value: str) -> None:
    draft = drafted("JY", MONTH, JY001=text)
    (one,) = offered(draft, "JY001")
    assert (one.new, one.scale) == (value, 0)
    assert apply(draft, one) is not None
    cell = draft.cell("JY001")
    assert cell is not None
    assert (cell.text, cell.value, cell.problem) == (value, Decimal(value), None)
    assert cell.origin.source == "repair"
    draft.undo()
    assert draft.cell("JY001").text == text  # type: ignore[union-attr]


def test_decimals_are_those_of_the_indicator() -> None:
    code = next(i.code for i in PACK.forms["XM"].indicators.values() if i.type == "decimal" and not i.computed)
    draft = drafted("XM", MONTH)
    draft.type({f"XM[a].{code}": "12.34567"}, new_rows={"XM": ["a"]})
    scale = PACK.forms["XM"].indicators[code].scale
    (one,) = offered(draft, f"XM[a].{code}")
    assert one.new == str(round(Decimal("12.34567"), scale))


def test_what_else_is_too_long_is_offered_with_it() -> None:
    draft = drafted("JY", MONTH, JY001="1.5", JY002="2.5", JY003="many")
    one, whole = offered(draft, "JY002")
    assert (one.addresses, one.whole) == (("JY002",), False)
    assert (set(whole.addresses), whole.whole) == ({"JY001", "JY002"}, True)
    assert not offered(draft, "JY003"), "what is no number is not rounded"
    assert apply(draft, whole) is not None
    assert apply(draft, whole) is None, "nothing is left of it"
    draft.undo()
    assert draft.cell("JY001").text == "1.5"  # type: ignore[union-attr]
    assert draft.cell("JY002").text == "2.5"  # type: ignore[union-attr]


def test_in_a_list_a_column_goes_together() -> None:
    draft = drafted("XM", MONTH)
    texts = {"XM[a].XM014": "1.5", "XM[b].XM014": "2.5", "XM[b].XM015": "3.5", "XM[c].XM014": "4"}
    draft.type(texts, "paste", {"XM": ["a", "b", "c"]})
    one, column, whole = offered(draft, "XM[b].XM014")
    assert one.addresses == ("XM[b].XM014",)
    assert set(column.addresses) == {"XM[a].XM014", "XM[b].XM014"}
    assert len(whole.addresses) == 3
    apply(draft, column)
    assert [draft.cell(f"XM[{row}].XM014").text for row in "abc"] == ["2", "3", "4"]  # type: ignore[union-attr]
    assert draft.cell("XM[b].XM015").problem == "value.too-many-decimals"  # type: ignore[union-attr]


def test_the_document_says_that_it_was_rounded(session: Session, firm: str) -> None:
    draft = open_draft(session, ReturnKey(firm, "JY", Period.parse(MONTH)))
    draft.type({"JY001": "100.6"})
    (one,) = offered(draft, "JY001")
    outcome = apply(draft, one)
    assert outcome is not None
    save(session, outcome.change).result()
    kept = open_draft(session, ReturnKey(firm, "JY", Period.parse(MONTH)))
    assert kept.cell("JY001") == draft.cell("JY001")
    assert kept.cell("JY001").origin.raw == "100.6"  # type: ignore[union-attr]
    assert document_of(kept.current, PACK, {}).rounded == ["JY001"]

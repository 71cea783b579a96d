"""What typing would find is found out beforehand: nothing is different by it, and typing finds the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.usecases.returns import editing
from client.usecases.returns.editing import Draft
from forms.checking import Snapshot, check
from forms.live import LiveCheck
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Return

PACK = bundled_pack()
MONTH = Period.parse("2025-09")
ROWS = ("a", "b", "c")
JY = ("JY001", "JY002", "JY005", "JY018", "JY001@ly", "JY034")
XM = tuple(f"XM[{row}].{code}" for row in ROWS for code in ("XM001", "XM002", "XM012", "XM014", "XM015"))
TEXTS = st.sampled_from(("", "0", "12", "1200", "900000", "-3", "约五百", "1.25"))
STEPS = st.sampled_from(("foresee", "foresee", "type", "undo"))


def acts(addresses: Sequence[str]) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    return st.lists(st.tuples(STEPS, st.sampled_from(addresses), TEXTS), max_size=14)


def opened(form: str) -> Draft:
    rows = {"XM": list(ROWS)} if form == "XM" else {}
    return Draft(PACK, Return("F", form, MONTH, PACK.version, rows=rows), {})


def looks_different(draft: Draft, before: dict[str, Cell], addresses: Iterable[str]) -> None:
    cells = draft.current.cells
    differing = {each for each in before.keys() | cells.keys() if before.get(each) != cells.get(each)}
    assert differing == set(addresses)


def act(draft: Draft, step: str, address: str, text: str) -> None:
    if step == "undo":
        draft.undo()
    elif step == "type":
        draft.type({address: text})
    else:
        cells, findings = dict(draft.current.cells), draft.findings
        draft.foresee({address: text}, partial(looks_different, draft, cells))
        assert (draft.current.cells, draft.findings) == (cells, findings), "nothing is different"


@pytest.mark.parametrize(("form", "addresses"), [("JY", JY), ("XM", XM)])
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_return_is_told_as_if_nothing_had_been_foreseen(
    form: str, addresses: tuple[str, ...], data: st.DataObject
) -> None:
    draft, plain = opened(form), opened(form)
    for step, address, text in data.draw(acts(addresses)):
        act(draft, step, address, text)
        if step == "foresee" and data.draw(st.booleans()):
            act(draft, "type", address, text)
            act(plain, "type", address, text)
        elif step != "foresee":
            act(plain, step, address, text)
        assert draft.findings == plain.findings
    snapshot = Snapshot(PACK, "F", {(form, str(MONTH)): draft.current})
    assert sorted(draft.findings, key=repr) == sorted(check(snapshot, form, MONTH), key=repr)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How often rules are run for a change, from now on."""
    runs: list[object] = []
    update = LiveCheck.update
    monkeypatch.setattr(LiveCheck, "update", lambda live, addresses: (runs.append(0), update(live, addresses))[1])
    return runs


def test_what_was_foreseen_is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = opened("JY")
    draft.type({"JY001": "1000"})
    expected = draft.foresee({"JY002": "1200"})
    runs = counted(monkeypatch)
    outcome = draft.type({"JY002": "1200"})
    assert draft.findings == expected
    assert not runs
    assert outcome is not None
    assert "C017" in [finding.rule for finding in draft.findings]
    assert {"JY001", "JY002"} <= outcome.touched
    draft.foresee({"JY002": "900"})
    draft.type({"JY002": "800"})
    assert len(runs) == 2, "another figure is looked at by itself"
    draft.foresee({"JY002": "700"})
    draft.undo()
    draft.type({"JY002": "700"})
    assert len(runs) == 5, "of what was foreseen before another act nothing is left"


def test_what_takes_long_is_foreseen_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "LONG_FORESIGHT", -1.0)
    draft, runs = opened("JY"), counted(monkeypatch)
    for figure in range(9):
        draft.foresee({"JY002": str(figure)})
    assert len(runs) == editing.PATIENCE


def test_what_already_stands_there_is_nothing_to_foresee(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = opened("JY")
    draft.type({"JY002": "900"})
    runs = counted(monkeypatch)
    draft.foresee({"JY002": "900"})
    assert not runs


def test_a_rule_that_breaks_leaves_the_return_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = opened("JY")
    draft.type({"JY002": "900"})
    before = draft.findings
    with monkeypatch.context() as broken:
        broken.setattr(LiveCheck, "_run", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            draft.foresee({"JY002": "800"})
    cell = draft.cell("JY002")
    assert cell is not None
    assert (cell.text, draft.findings) == ("900", before)
    draft.type({"JY001": "100"})
    assert "C017" in [finding.rule for finding in draft.findings]

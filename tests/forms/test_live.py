"""Findings kept current cell by cell are always those of a check of everything."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.addresses import parse
from forms.checking import Snapshot, check
from forms.live import LiveCheck
from forms.pack import bundled_pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.returns import Return
from forms.values.reading import read
from tests.forms.rules.desk import Desk

PACK = bundled_pack()
SEPTEMBER = Period.parse("2025-09")


@dataclass
class Typist:
    """Types into one return that is checked while it grows."""

    target: Return

    def type(self, address: str, text: str) -> None:
        spec = spec_at(PACK.forms[self.target.form], parse(address))
        if text:
            self.target.cells[address] = read(text, spec, PACK)
        else:
            self.target.cells.pop(address, None)


def same(live: LiveCheck, snapshot: Snapshot, form: str) -> None:
    assert sorted(live.findings, key=repr) == sorted(check(snapshot, form, SEPTEMBER), key=repr)


texts = st.integers(-(10**5), 10**7).map(str) | st.sampled_from(["", "0", "约五百", "1.5万"])
JY = sorted(code for code, i in PACK.forms["JY"].indicators.items() if i.numeric and not i.computed)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(JY), texts), max_size=12))
def test_a_single_record(entries: list[tuple[str, str]]) -> None:
    target = Return("firm", "JY", SEPTEMBER, PACK.name)
    snapshot = Snapshot(PACK, "firm", {("JY", "2025-09"): target})
    live = LiveCheck(snapshot, "JY", SEPTEMBER)
    for code, text in entries:
        Typist(target).type(code, text)
        live.update([code])
    same(live, snapshot, "JY")


XM = ["XM001", "XM007", "XM009", "XM012", "XM014", "XM015", "XM016", "XM017", "XM027"]
stages = st.sampled_from(["1", "3", "7", "9"])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(XM), texts | stages), max_size=20))
def test_rows_that_come_as_they_are_typed(entries: list[tuple[str, str, str]]) -> None:
    target = Return("firm", "XM", SEPTEMBER, PACK.name)
    snapshot = Snapshot(PACK, "firm", {("XM", "2025-09"): target})
    live = LiveCheck(snapshot, "XM", SEPTEMBER)
    for row, code, text in entries:
        rows = target.rows.setdefault("XM", [])
        if row not in rows:
            rows.append(row)
        Typist(target).type(f"XM[{row}].{code}", text)
        live.update([f"XM[{row}].{code}"])
    same(live, snapshot, "XM")


def test_a_value_repeated_in_another_row_is_seen_at_both() -> None:
    desk = Desk("""
        rule R1@PR: unique(PR001) | scope row
        rule R2@PR: PR003 > 0
        PR 2025-09
        PR[a].PR001 = A-1
        PR[a].PR002 = 甲
        PR[b].PR001 = B-1
        PR[b].PR002 = 乙
        PR[b].PR003 = 0
    """)
    live = LiveCheck(desk.snapshot, *desk.place)
    assert [(f.rule, f.row) for f in live.findings] == [("R2", "b")]
    target = desk.returns["PR", "2025-09"]
    target.cells["PR[b].PR001"] = target.cells["PR[a].PR001"]
    assert [(f.rule, f.row) for f in live.update(["PR[b].PR001"])] == [("R1", "a"), ("R1", "b"), ("R2", "b")]
    del target.cells["PR[b].PR001"]
    assert [(f.rule, f.row) for f in live.update(["PR[b].PR001"])] == [("REQ", "b"), ("R2", "b")]


def test_rows_that_go_take_their_findings_with_them() -> None:
    desk = Desk("""
        rule R1@PR: PR003 > 0
        rule R2@PR: sum(PR003) = 5
        PR 2025-09
        PR[a].PR001 = A-1
        PR[a].PR002 = 甲
        PR[a].PR003 = 5
        PR[b].PR001 = B-1
        PR[b].PR002 = 乙
        PR[b].PR003 = 0
    """)
    live = LiveCheck(desk.snapshot, *desk.place)
    assert [(f.rule, f.row) for f in live.findings] == [("R1", "b")]
    target = desk.returns["PR", "2025-09"]
    gone = [address for address in target.cells if address.startswith("PR[b]")]
    for address in gone:
        del target.cells[address]
    target.rows["PR"].remove("b")
    assert live.update(gone) == ()


def test_child_rows_of_a_single_record() -> None:
    desk = Desk("""
        rule R1: AA013.valid >= period
        AA 2025-09
        AA001 = 1
        AA013[x].level = 7
        AA013[x].valid = 2024-01
    """)
    live = LiveCheck(desk.snapshot, *desk.place)
    assert [(f.rule, f.row) for f in live.findings] == [("R1", "x")]
    target = desk.returns["AA", "2025-09"]
    target.cells["AA013[x].valid"] = read("2026-01", desk.pack.forms["AA"].indicators["AA015"], desk.pack)
    assert live.update(["AA013[x].valid"]) == ()

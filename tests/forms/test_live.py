"""Findings kept current cell by cell are always those of a check of everything."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from decimal import Decimal
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import forms.live
from forms.addresses import parse
from forms.checking import BUILT_IN, Snapshot, check
from forms.live import LiveCheck
from forms.pack import bundled_pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.problems import Language
from forms.returns import Cell, Return
from forms.rules.scope import Frame
from forms.rules.touching import reach
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
    """The rules' findings in their order; the built-in checks come one by one here, row by row there."""
    found, expected = live.findings, check(snapshot, form, SEPTEMBER)
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert [f for f in found if f.rule not in BUILT_IN] == [f for f in expected if f.rule not in BUILT_IN]


texts = st.integers(-(10**5), 10**7).map(str) | st.sampled_from(["", "0", "约五百", "1.5万"])
ASKED = [(code, i) for code, i in PACK.forms["JY"].indicators.items() if i.numeric and not i.computed]
JY = sorted([code for code, _ in ASKED] + [f"{code}@{column}" for code, i in ASKED for column in i.columns])
ALONE = [f"{code}{ending}" for code in ("JY001", "JY005", "JY018") for ending in ("", "@ly")]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(JY) | st.sampled_from(ALONE), texts), max_size=12), st.booleans())
def test_a_single_record(entries: list[tuple[str, str]], with_last_year: bool) -> None:
    target, before = Return("firm", "JY", SEPTEMBER, PACK.name), Period.parse("2024-09")
    returns = {("JY", "2025-09"): target}
    if with_last_year:  # whose filled lines ask for last year's column here
        returns["JY", "2024-09"] = Return("firm", "JY", before, PACK.name)
        for code in ("JY001", "JY005"):
            Typist(returns["JY", "2024-09"]).type(code, "1000")
    snapshot = Snapshot(PACK, "firm", returns)
    live = LiveCheck(snapshot, "JY", SEPTEMBER)
    for address, text in entries:
        Typist(target).type(address, text)
        live.update([address])
    same(live, snapshot, "JY")


CERTIFIED = ["JB009", "JB010", "JB021", "JB023[x].level", "JB023[x].valid", "JB023[y].valid", "JB025", "JB001"]
words = st.sampled_from(["", "441900", "是", "否", "2024-01", "2026-05", "04", "错误", "-3"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CERTIFIED), words), max_size=12))
def test_rows_within_a_single_record(entries: list[tuple[str, str]]) -> None:
    period = Period.parse("2025")
    target = Return("firm", "JB", period, PACK.name)
    snapshot = Snapshot(PACK, "firm", {("JB", "2025"): target})
    live = LiveCheck(snapshot, "JB", period)
    for address, text in entries:
        table, _, row = address.partition("[")
        if row and row[0] not in target.rows.setdefault(table, []):
            target.rows[table].append(row[0])
        Typist(target).type(address, text)
        live.update([address])
    assert sorted(live.findings, key=repr) == sorted(check(snapshot, "JB", period), key=repr)


def test_a_marked_figure_is_named_until_a_rule_speaks_of_it_alone() -> None:
    desk = Desk("""
        rule R1@AA: AA003 > 100 | when AA001 > 0
        AA 2025-09
        AA001 = 5
    """)
    target = desk.returns["AA", "2025-09"]
    target.cells["AA003"] = Cell("7", Decimal(-7), "value.not-a-number")
    live = LiveCheck(desk.snapshot, *desk.place)
    assert [f.rule for f in live.findings if f.rule in ("READ", "R1")] == ["R1"]
    five = target.cells.pop("AA001")
    assert [f.rule for f in live.update(["AA001"]) if f.rule in ("READ", "R1")] == ["READ"]
    target.cells["AA001"] = five
    assert [f.rule for f in live.update(["AA001"]) if f.rule in ("READ", "R1")] == ["R1"]


@pytest.mark.parametrize(
    ("condition", "address", "text"),
    [("sum(PR003) > 5", "PR[b].PR003", "5"), ('count(PR where PR001 = "B-2") > 0', "PR[b].PR001", "B-2")],
)
def test_what_another_row_asks_for_is_missed_in_every_row(condition: str, address: str, text: str) -> None:
    desk = Desk("""
        PR 2025-09
        PR[a].PR001 = A-1
        PR[a].PR002 = 甲
        PR[a].PR003 = 5
        PR[b].PR001 = B-1
        PR[b].PR002 = 乙
    """)
    form = desk.pack.forms["PR"]
    asked = replace(form.indicators["PR004"], required=f"when {condition}")
    form = replace(form, indicators={**form.indicators, "PR004": asked})
    pack = replace(desk.pack, forms={**desk.pack.forms, "PR": form})
    live = LiveCheck(Snapshot(pack, "firm", desk.returns), *desk.place)
    assert live.findings == ()
    desk.returns["PR", "2025-09"].cells[address] = read(text, form.indicators[address[-5:]], pack)
    assert [(f.rule, f.row) for f in live.update([address])] == [("REQ", "a"), ("REQ", "b")]


def test_a_column_does_not_run_what_speaks_of_its_line_only() -> None:
    touched = {each.rule.rule.id for each in reach(PACK, "JY", frozenset({"JY001@ly"})).rules}
    line = {each.rule.rule.id for each in reach(PACK, "JY", frozenset({"JY001"})).rules}
    assert touched - line  # last year's identities
    assert line - touched
    assert {rule for rule in touched | line if PACK.rules[rule].form != "JY"} == set()


XM = ["XM001", "XM007", "XM009", "XM012", "XM014", "XM015", "XM016", "XM017", "XM027"]
stages = st.sampled_from(["1", "3", "7", "9"])


in_rows = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(XM), texts | stages), max_size=20)


@pytest.mark.parametrize("long", [forms.live.LONG, 1])
@settings(max_examples=20, deadline=None)
@given(entries=in_rows)
def test_rows_that_come_as_they_are_typed(long: int, entries: list[tuple[str, str, str]]) -> None:
    target = Return("firm", "XM", SEPTEMBER, PACK.name)
    snapshot = Snapshot(PACK, "firm", {("XM", "2025-09"): target})
    with mock.patch.object(forms.live, "LONG", long):
        live = LiveCheck(snapshot, "XM", SEPTEMBER)
        for row, code, text in entries:
            rows = target.rows.setdefault("XM", [])
            if row not in rows:
                rows.append(row)
            Typist(target).type(f"XM[{row}].{code}", text)
            live.update([f"XM[{row}].{code}"])
    same(live, snapshot, "XM")


lists = st.lists(st.sampled_from("abcd"), unique=True)
appended = st.integers(0, 4).map(lambda n: list("abcd"[:n]))


@pytest.mark.parametrize("long", [forms.live.LONG, 1])
@settings(max_examples=30, deadline=None)
@given(steps=st.lists(st.tuples(appended | lists, in_rows), max_size=4))
def test_rows_come_and_go_with_and_without_their_cells(
    long: int, steps: list[tuple[list[str], list[tuple[str, str, str]]]]
) -> None:
    target = Return("firm", "XM", SEPTEMBER, PACK.name, rows={"XM": []})
    snapshot = Snapshot(PACK, "firm", {("XM", "2025-09"): target})
    with mock.patch.object(forms.live, "LONG", long):
        live = LiveCheck(snapshot, "XM", SEPTEMBER)
        for rows, entries in steps:
            changed = [address for address in target.cells if address[3] not in rows]
            for address in changed:
                del target.cells[address]
            target.rows["XM"] = rows
            for row, code, text in entries:
                if row in rows:
                    Typist(target).type(f"XM[{row}].{code}", text)
                    changed.append(f"XM[{row}].{code}")
            live.relist(changed)
            same(live, snapshot, "XM")


@settings(max_examples=10, deadline=None)
@given(st.tuples(in_rows, in_rows))
def test_blocks_pasted_into_a_long_list(blocks: tuple[list[tuple[str, str, str]], ...]) -> None:
    target = Return("firm", "XM", SEPTEMBER, PACK.name, rows={"XM": list("abc")})
    snapshot = Snapshot(PACK, "firm", {("XM", "2025-09"): target})
    with mock.patch.object(forms.live, "LONG", 1):
        live = LiveCheck(snapshot, "XM", SEPTEMBER)
        for block in (*blocks, blocks[0]):
            for row, code, text in block:
                Typist(target).type(f"XM[{row}].{code}", text)
            live.update([f"XM[{row}].{code}" for row, code, _ in block])
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


def test_a_closed_one_holds_no_row_however_long_nobody_looks_for_rings() -> None:
    desk = Desk("""
        rule R1@PR: PR003 > 0
        PR 2025-09
        PR[a].PR003 = 5
        PR[b].PR003 = 0
    """)
    cells = desk.returns["PR", "2025-09"].cells
    gc.collect()
    live = LiveCheck(desk.snapshot, *desk.place)
    live.restart()
    assert {"a", "b"} <= {each.row for each in gc.get_objects() if isinstance(each, Frame)}
    live.close()
    rows = [each for each in gc.get_objects() if isinstance(each, Frame)]
    assert not [row for row in rows if row.row in ("a", "b") or row.cells is cells]
    assert [(f.rule, f.row) for f in live.findings if f.rule == "R1"] == [("R1", "b")]


@pytest.mark.parametrize(("spoken", "other"), [("zh", "en"), ("en", "zh")])
def test_words_of_one_language_are_those_of_both(spoken: Language, other: Language) -> None:
    desk = Desk("""
        rule R1@PR: PR003 > 0
        rule R2@PR: sum(PR003) = 5 and PR003 < 100
        PR 2025-09
        PR[a].PR003 = -5
        PR[b].PR003 = 0
    """)
    both = LiveCheck(desk.snapshot, *desk.place).findings
    one = LiveCheck(desk.snapshot, *desk.place, (spoken,)).findings
    assert {f.rule for f in one} >= {"R1", "R2", "REQ"}
    told = ("expected", "actual", "reason")
    for alone, whole in zip(one, both, strict=True):
        ruled = alone.rule not in BUILT_IN
        assert alone == (replace(whole, **{f"{name}_{other}": "" for name in told}) if ruled else whole)


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

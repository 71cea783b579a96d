"""The sample through the rules: its three slips are the only errors; mended, one query is left to explain."""

from __future__ import annotations

import tomllib

import pytest

from client.base.paths import RESOURCES
from client.workbook import Extraction, map_book, read
from forms.addresses import parse
from forms.checking import Snapshot, check, compute
from forms.findings import Finding
from forms.pack.loader import bundled_pack
from forms.pack.model import Pack
from forms.pack.places import spec_at
from forms.periods import Period
from forms.returns import Cell, Return
from forms.values.reading import read as read_value

BOOK = RESOURCES / "samples" / "粤华光电2025年9月.xlsx"
GUIDE = tomllib.loads(BOOK.with_suffix(".toml").read_text("utf-8"))
FIRM: str = GUIDE["code"]
FILED = [("JB", "2025"), ("JY", "2025-09"), ("XM", "2025-09"), ("YF", "2024")]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return bundled_pack()


@pytest.fixture(scope="module")
def extraction(pack: Pack) -> Extraction:
    return map_book(read(BOOK), pack, Period.parse("2025-09"), FIRM)


def returns_of(extraction: Extraction, pack: Pack) -> dict[tuple[str, str], Return]:
    """The returns an import makes; row ids are r1, r2, … in the order of the sheet."""
    returns: dict[tuple[str, str], Return] = {}
    for found in extraction.values:
        key = (found.form, str(found.period))
        target = returns.setdefault(key, Return(FIRM, found.form, found.period, pack.name))
        target.cells[address_of(target, found.row_key, found.address)] = found.cell
    return returns


def address_of(target: Return, row_key: str | None, address: str) -> str:
    if row_key is None:
        return address
    rows = target.rows.setdefault(target.form, [])
    known = {target.cells[f"{target.form}[{row}].XM001"].text: row for row in rows}
    if row_key not in known:
        rows.append(f"r{len(rows) + 1}")
        known[row_key] = rows[-1]
    return f"{target.form}[{known[row_key]}].{address}"


def checked(returns: dict[tuple[str, str], Return], pack: Pack) -> list[Finding]:
    snapshot = Snapshot(pack, FIRM, returns)
    findings = []
    for form, spelled in FILED:
        period = Period.parse(spelled)
        computed: dict[str, Cell | None] = compute(snapshot, form, period)
        returns[form, spelled].cells.update({a: cell for a, cell in computed.items() if cell is not None})
        findings += check(snapshot, form, period)
    return findings


def test_the_slips_are_the_only_errors(extraction: Extraction, pack: Pack) -> None:
    findings = checked(returns_of(extraction, pack), pack)
    errors = {finding.rule for finding in findings if finding.level == "error"}
    assert errors == {"C022", "C070", "C108"}


def test_mended_it_can_be_filed_with_one_explanation(extraction: Extraction, pack: Pack) -> None:
    returns = returns_of(extraction, pack)
    for correction in GUIDE["corrections"]:
        target = returns[correction["form"], correction["period"]]
        address = address_of(target, correction.get("row_key"), correction["address"])
        assert target.cells[address].text != correction["text"]
        target.cells[address] = read_value(
            correction["text"], spec_at(pack.forms[target.form], parse(address)), pack
        )
    findings = checked(returns, pack)
    assert [finding.rule for finding in findings if finding.level == "error"] == []
    queries = [(finding.form, finding.period, finding.rule) for finding in findings if finding.level == "query"]
    assert queries == [(e["form"], e["period"], e["rule"]) for e in GUIDE["explanations"]]

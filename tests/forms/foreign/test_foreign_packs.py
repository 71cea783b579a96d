"""Two surveys of other offices, written down without code, checked from files in the shapes files come in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from client.usecases.file_checking import FileCheck, check_file
from forms.lint import lint
from forms.periods import Period

HERE = Path(__file__).parent
FILES = HERE / "files"
RD, RETAIL = HERE / "rd-survey", HERE / "retail"


def cases() -> list[tuple[list[str], dict[str, list[int]]]]:
    """Each paragraph of ``expected.txt``: the files, and the numbers of each rule."""
    found = []
    for paragraph in (HERE / "expected.txt").read_text("utf-8").split("\n\n"):
        head, *lines = (line for line in paragraph.splitlines() if not line.startswith("#"))
        numbers = {rule: [int(n) for n in rest] for rule, *rest in (line.split() for line in lines)}
        found.append((head.split(), numbers))
    return found


def numbers(check: FileCheck) -> dict[str, list[int]]:
    outcomes = ("pass", "fail", "not_applicable", "undecided")
    return {count.rule: [count.counts[o] for o in outcomes] for count in check.report.rules}


def outcomes(check: FileCheck, row: int | None) -> set[tuple[str, str]]:
    place = None if row is None else check.file.records.numbers.index(row)
    return {(o.rule, o.outcome) for o in check.report.records.get(place, [])}


@pytest.mark.parametrize("folder", [RD, RETAIL], ids=lambda folder: folder.name)
def test_the_packs_are_sound(folder: Path) -> None:
    assert [f"{p.file} {p.key}: {p.what('en')}" for p in lint(folder)] == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[0][0])
def test_the_numbers_of_each_rule_are_those_counted_by_hand(case: tuple[list[str], dict[str, list[int]]]) -> None:
    (name, pack, form, period, *earlier), expected = case
    files = {key: FILES / file for key, file in (pair.split("=") for pair in earlier)}
    check = check_file(FILES / name, HERE / pack, form, Period.parse(period), **files)  # type: ignore[arg-type]
    assert numbers(check) == expected


def test_each_record_has_its_row_and_its_outcomes() -> None:
    check = check_file(FILES / "rd_2024.csv", RD, "RD", Period.parse("2024"))
    assert outcomes(check, 2) == set()
    assert outcomes(check, 3) == {("B01", "fail")}
    assert outcomes(check, 5) == {("N01", "fail")}
    assert outcomes(check, 8) == {("READ", "undecided")}
    assert outcomes(check, 9) == {("R01", "undecided")}
    assert ("REQ", "fail") in outcomes(check, 11)


def test_the_words_have_the_figures() -> None:
    check = check_file(FILES / "rd_2024.csv", RD, "RD", Period.parse("2024"))
    [finding] = [o.finding for o in check.report.records[1] if o.rule == "B01"]
    assert finding is not None
    assert "1,200 ≠ 800 + 250 + 100 = 1,150" in finding.actual_en.replace("＋", "+").replace("＝", "=")
    assert finding.difference == 50


def test_what_was_not_taken_is_named() -> None:
    check = check_file(FILES / "rd_2024.csv", RD, "RD")
    assert [(left.column, left.code) for left in check.file.left] == [("AA", "left.column-unknown")]
    assert [indicator.code for indicator in check.file.absent] == ["RD205"]
    assert check.file.records.keys[:2] == ["E01", "E02"]
    assert (str(check.file.records.period), check.file.period_from) == ("2024", "file")


def rewritten(source: Path, target: Path, encoding: str, separator: str) -> Path:
    with source.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t" if source.suffix == ".tsv" else ","))
    with target.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=separator).writerows(rows)
    return target


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_any_encoding_and_separator_gives_the_same(tmp_path: Path, encoding: str, separator: str) -> None:
    source = FILES / "rd_2024.csv"
    file = rewritten(source, tmp_path / "again.csv", encoding, separator)
    period = Period.parse("2024")
    assert numbers(check_file(file, RD, "RD", period)) == numbers(check_file(source, RD, "RD", period))


def test_a_workbook_gives_the_same_as_the_text(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Survey of retail turnover, 2025-01"])
    with (FILES / "retail_2025-01.tsv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t"):
            sheet.append([float(cell) if cell.replace(".", "", 1).isdigit() else cell or None for cell in row])
    sheet.append(["Total", None, None, None, None, None, 1234])
    book.create_sheet("notes").append(["see the manual"])
    book.save(tmp_path / "retail.xlsx")
    period = Period.parse("2025-01")
    check = check_file(tmp_path / "retail.xlsx", RETAIL, None)
    assert numbers(check) == numbers(check_file(FILES / "retail_2025-01.tsv", RETAIL, "RT", period))
    assert check.file.records.numbers == list(range(3, 14))
    assert {left.code for left in check.file.left} >= {"left.row-total", "left.sheet-unknown"}
    assert (str(check.file.records.period), check.file.period_from) == ("2025-01", "file")


def test_an_indicator_a_line_is_one_record(tmp_path: Path) -> None:
    lines = ["R&D performed,yes", "Principal activity,C26", "Persons employed,300", "BERD,1200", "RD110,800"]
    lines += ["RD120,250", "RD130,100", "R&D personnel in FTE,10.5", "Nonsense,5"]
    (tmp_path / "one.csv").write_text("\n".join(["indicator,value", *lines]), "utf-8")
    check = check_file(tmp_path / "one.csv", RD, "RD", Period.parse("2024"))
    assert check.file.turned
    assert len(check.file.records) == 1
    assert numbers(check)["B01"] == [0, 1, 0, 0]
    assert numbers(check)["REQ"] == [1, 0, 0, 0]


def test_a_file_of_other_units_is_converted_and_its_sums_may_be_off_by_rounding(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    for source in RD.rglob("*.toml"):
        target = pack / source.relative_to(RD)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text("utf-8").replace('unit = "kEUR"', 'unit = "千元"')
        target.write_text(text.replace('tolerance = "1"', 'tolerance = "0"'), "utf-8")
    heading = "企业,行业大类,是否开展研发,从业人数,内部研发支出（元）,劳动成本（元）,其他日常支出（元）,RD300"
    (tmp_path / "yuan.csv").write_text(f"{heading}\nA,C26,是,30,1499,700,799,1.0\n", "utf-8")
    check = check_file(tmp_path / "yuan.csv", pack, "RD", Period.parse("2024"))
    assert numbers(check)["B01"] == [1, 0, 0, 0]  # 1 = 1 + 1 in 千元, from exact figures in 元

"""Four surveys of other offices, written down without code, checked from files in the shapes files come in."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from client.base.errors import UserError
from client.usecases.books.file_checking import FileCheck, check_file
from forms.lint import lint
from forms.periods import Period

HERE = Path(__file__).parent
FILES = HERE / "files"
RD, RETAIL, TRADE, FARM = HERE / "rd-survey", HERE / "retail", HERE / "trade", HERE / "farm"


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


@pytest.mark.parametrize("folder", [RD, RETAIL, TRADE, FARM], ids=lambda folder: folder.name)
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


def test_a_unit_in_a_heading_is_converted_doubted_or_refused(tmp_path: Path) -> None:
    """Tonnes of kilograms; bushels that nobody here knows; euros for an area."""
    rows = ("Parcel number;Area (EUR);Harvest (kg);Sales (EUR million);Of which owned (acres)", "A/1;3;63000;2;1")
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    check = check_file(tmp_path / "a.csv", FARM, "FS", Period.parse("2025"))
    taken = {address: column.values for address, column in check.file.records.columns.items()}
    assert (taken["FS_QTY"], taken["FS_SALES"]) == ([Decimal(63)], [Decimal(2000000)])
    assert [(left.column, left.code) for left in check.file.left] == [("B", "left.other-unit")]
    assert "FS_AREA" not in taken
    (warned,) = check.file.warnings
    assert warned.what("en").startswith("Column E, “Of which owned (acres)”")


@pytest.mark.parametrize(
    ("sown", "cut", "read", "told"),
    [
        ("10/03/2025", "20/08/2025", ["2025-03-10", "2025-08-20"], ["warn.day-first"]),
        ("3/10/2025", "08/20/2025", ["2025-03-10", "2025-08-20"], ["warn.month-first"]),
        ("10/03/2025", "11/08/2025", [None, None], []),
        ("20/03/2025", "08/20/2025", [None, None], []),
        ("10/03/2025", "31/02/2025", ["2025-03-10", None], ["warn.day-first"]),
    ],
)
def test_one_date_tells_how_all_of_a_file_are_written(
    tmp_path: Path, sown: str, cut: str, read: list[str | None], told: list[str]
) -> None:
    (tmp_path / "a.csv").write_text(f"Parcel number;Sown on;Harvested on;Crop\nA/1;{sown};{cut};F", "utf-8")
    check = check_file(tmp_path / "a.csv", FARM, "FS", Period.parse("2025"))
    taken = {address: column.values for address, column in check.file.records.columns.items()}
    assert [*taken["FS_SOWN"], *taken["FS_CUT"]] == read
    assert [note.code for note in check.file.warnings] == told


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


def test_a_file_of_the_continent_in_gb18030_with_semicolons_and_decimal_commas() -> None:
    """``96.000,00`` and ``9.600`` stand side by side: the file as a whole tells what the point means."""
    check = check_file(FILES / "trade_2025-03.csv", TRADE, None, Period.parse("2025-03"))
    assert check.decimal == ","
    values = check.file.records.columns["TG022"].values
    assert values[:4] == [Decimal("96000.00"), Decimal("1234567.89"), Decimal("81500.00"), Decimal(9600)]
    assert check.file.records.columns["TG022"].texts[0] == "96.000,00"
    assert check.file.records.columns["TG011"].values[:3] == ["2025-03-14", "2025-03-14", "2025-03-02"]
    assert [(left.column, left.label, left.code) for left in check.file.left] == [
        ("P", "备注", "left.column-unknown")
    ]
    assert check.file.records.numbers == [2, 3, 4, 5, 6, 7, 8]
    assert check.file.records.keys[3:5] == ["2025-000004", "2025-000004"]
    assert outcomes(check, 8) == {
        ("READ", "undecided"),
        ("G04", "undecided"),
        ("G05", "fail"),
        ("G06", "undecided"),
    }


POINTED = "line_id;TG002;TG003;TG010;TG011;TG012;TG013;TG014;TG015;TG020;TG022\n"


@pytest.mark.parametrize(
    ("mass", "value", "decimal", "read"),
    [
        ("1.250", "96.50", ".", ("1.250", "96.50")),  # nothing says that the point is none
        ("1,250", "96", ".", ("1250", "96")),  # thousands as everywhere
        ("1.250", "96,50", ",", ("1250", "96.50")),
        ("12,5", "96.50", ".", (None, "96.50")),  # both signs: the odd one is named, not guessed
        ("12,5", "1 000,25", ",", ("12.5", "1000.25")),
    ],
)
def test_what_a_comma_means(
    tmp_path: Path, mass: str, value: str, decimal: str, read: tuple[str | None, str]
) -> None:
    line = f"2025-000001;DE123456789;2025-04-10;A;2025-03-14;27101943;DE;DE;3;{mass};{value}\n"
    (tmp_path / "one.csv").write_text(POINTED + line, "utf-8")
    check = check_file(tmp_path / "one.csv", TRADE, "TG", Period.parse("2025-03"))
    found = (check.file.records.columns[code].values[0] for code in ("TG020", "TG022"))
    assert check.decimal == decimal
    assert tuple(found) == tuple(None if text is None else Decimal(text) for text in read)


GOOD = "2025-000001;DE123456789;2025-04-10;D;2025-03-14;27101943;DE;;7;;250\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook"),
        (b"\xff\xfe\x00\x00", "records.no-headings"),
        (b"PK\x03\x04 not a workbook", "workbook"),
        (b"\x89PNG\r\n\x1a\n", "records.no-headings"),
        (b"alpha;beta;gamma\n1;2;3\n", "records.no-headings"),
        (POINTED.encode(), "records.no-records"),
        ((POINTED + ";;;;;;;;;;\n" * 4).encode(), "records.no-records"),
    ],
    ids=["empty", "mark-only", "half-zip", "picture", "other-headings", "headings-only", "blank-lines"],
)
def test_what_is_no_file_of_records_is_named(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "odd.csv").write_bytes(content)
    with pytest.raises(UserError) as caught:
        check_file(tmp_path / "odd.csv", TRADE, "TG", Period.parse("2025-03"))
    assert caught.value.code.startswith(code)
    assert caught.value.what("zh")
    assert caught.value.remedy("en")


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n" + POINTED + GOOD,
        "\n\n" + POINTED + "\n" + GOOD,
        POINTED + GOOD.rstrip("\n") + ";;;\n",
        POINTED.replace(";", " ; ") + GOOD,
        POINTED.lower() + GOOD,
        POINTED.replace("TG022", '"TG022"') + GOOD.replace("250", '"250"'),
        (POINTED + GOOD).replace("\n", "\r\n"),
        (POINTED + GOOD).replace("\n", "\r"),
        POINTED + GOOD.rstrip("\n"),
        POINTED.replace("TG022", "Statistical value") + GOOD,
        POINTED.replace("TG022", "统计价值（EUR）") + GOOD,
        POINTED + GOOD.replace(";7;;250", ";7;;２５０"),
    ],
    ids=[
        "sep-line", "blank-lines", "more-cells", "spaced", "lower-case", "quoted", "crlf", "cr", "no-end",
        "english-name", "name-with-unit", "full-width",
    ],
)  # fmt: skip
def test_odd_but_honest_files_are_understood(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.csv").write_bytes(text.encode())
    check = check_file(tmp_path / "odd.csv", TRADE, "TG", Period.parse("2025-03"))
    assert check.file.records.columns["TG022"].values == [Decimal(250)]
    alone = {("G12", "undecided")}  # one record has no others to be compared with
    assert outcomes(check, check.file.records.numbers[0]) == alone

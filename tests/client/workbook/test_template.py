"""Templates: what is filled in comes back identical, and nothing of the template's own is reported as dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client.base.errors import UserError
from client.workbook import Extraction, map_book, read
from client.workbook.reader import worker
from client.workbook.writing import template
from forms.addresses import parse
from forms.pack.loader import bundled_pack
from forms.pack.model import Form, Pack, Spec
from forms.pack.places import spec_at
from forms.periods import Period
from forms.returns import Value
from forms.values.canonical import plain

FIRM = "91441300MA58H0D25G"
SEPTEMBER = Period.parse("2025-09")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return bundled_pack()


class Blank:
    """The empty template of one form: made and loaded once, filled in again and again."""

    def __init__(self, pack: Pack, code: str, folder: Path) -> None:
        path = folder / f"{code}.xlsx"
        self.places = template.write(pack, [code], path, SEPTEMBER)
        self._book = openpyxl.load_workbook(path)

    def save(self, filled: dict[tuple[str, str], object], path: Path) -> None:
        """A copy with values by sheet and cell."""
        for (sheet, cell), value in filled.items():
            self._book[sheet][cell] = value
        self._book.save(path)
        for sheet, cell in filled:
            self._book[sheet][cell] = None


@pytest.fixture(scope="module")
def blank(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Blank]:
    folder = tmp_path_factory.mktemp("blank")
    return cache(lambda code: Blank(pack, code, folder))


@pytest.fixture(scope="module", autouse=True)
def warm_reader() -> Iterator[None]:
    worker.shared.warm()
    yield
    worker.shared.close()


def values_of(spec: Spec, pack: Pack) -> st.SearchStrategy[Value]:
    """Any value a person may give for a place."""
    words = st.text("电子光学显示模组 ABCabc0123（）-—“”", min_size=1, max_size=30).map(str.strip)
    words = words.filter(lambda text: bool(text) and not text.isdecimal() and "  " not in text)
    if spec.type in ("integer", "decimal"):
        scale = spec.scale if spec.type == "decimal" else 0
        return st.integers(-(10**13), 10**13).map(lambda n: Decimal(n).scaleb(-scale))
    if spec.type == "boolean":
        return st.booleans()
    if spec.type == "month":
        return st.builds("{}-{:02d}".format, st.integers(1950, 2039), st.integers(1, 12))
    if spec.type == "code":
        return st.sampled_from(sorted(pack.lists[spec.list].codes))
    if spec.type == "codes":
        codes = list(pack.lists[spec.list].codes)
        return st.sets(st.sampled_from(codes), min_size=1).map(lambda s: tuple(c for c in codes if c in s))
    if spec.type == "text-list":
        return st.lists(words.filter(lambda t: "；" not in t), min_size=1, max_size=3).map(tuple)
    if spec.type == "uscc":
        return st.sampled_from([FIRM, "91440300MA5X004870", "91441900MA5W0003X1"])
    return words if spec.type == "text" else st.sampled_from(["0752-2000000", "13800000000"])


def typed(value: Value, spec: Spec, pack: Pack, by_name: bool) -> object:
    """How it is typed into the cell: codes by number, or as the drop-down box has them."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "；".join(value) if spec.type == "text-list" else "、".join(value)
    if spec.type == "code" and by_name:
        return f"{value} {pack.lists[spec.list].codes[value].name}"
    return value


def spec_of(form: Form, address: str) -> Spec:
    return spec_at(form, parse(f"{form.code}[r1].{address}" if form.shape == "rows" else address))


def read_back(path: Path, pack: Pack) -> Extraction:
    return map_book(read(path), pack, SEPTEMBER, FIRM)


@pytest.mark.parametrize("code", ["JB", "JY", "YF"])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_filled_single_form_comes_back_identical(
    code: str, data: st.DataObject, pack: Pack, blank: Callable[[str], Blank], tmp_path: Path
) -> None:
    form, places = pack.forms[code], blank(code).places
    path = tmp_path / f"{code}.xlsx"
    fields = sorted(address for address in places if not address.startswith("JB023"))
    chosen = data.draw(st.sets(st.sampled_from(fields), min_size=2, max_size=40))
    if code == "JB":
        chosen -= {"JB001"}  # another enterprise's code would refuse the whole sheet; it has its own test
    given_values = {a: data.draw(values_of(spec_of(form, a), pack)) for a in sorted(chosen)}
    filled = {
        (places[a].sheet, f"{places[a].column}{places[a].row}"): typed(
            value, spec_of(form, a), pack, data.draw(st.booleans())
        )
        for a, value in given_values.items()
    }
    blank(code).save(filled, path)
    if not given_values:
        return
    extraction = read_back(path, pack)
    assert {found.address: found.cell.value for found in extraction.values} == given_values
    assert {found.period for found in extraction.values} == {form.period_of(SEPTEMBER)}
    assert {entry.code for entry in extraction.left} <= {"left.sheet-no-values"}  # the child table left blank
    assert extraction.warnings == ()


KEYS = {"HY": "3973 3974 3982 9999", "CP": "392202 397301 397402 391103", "XM": "A1 A2 A3 A4"}
"""What may stand in the row key of a form; for the others a number of their own."""


@pytest.mark.parametrize("code", ["HY", "CP", "YX", "PT", "XM", "LJ"])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_filled_rows_come_back_identical(
    code: str, data: st.DataObject, pack: Pack, blank: Callable[[str], Blank], tmp_path: Path
) -> None:
    form, places = pack.forms[code], blank(code).places
    path = tmp_path / f"{code}.xlsx"
    row_key = form.row_key or ""
    others = sorted(a for a in set(places) - {row_key} if not form.indicators[a.partition(".")[0]].table)
    expected: dict[tuple[str | None, str], Value] = {}
    filled: dict[tuple[str, str], object] = {}
    for number in range(data.draw(st.integers(1, 4))):
        key = KEYS.get(code, "R1 R2 R3 R4").split()[number]
        chosen = {row_key, *data.draw(st.sets(st.sampled_from(others), min_size=1, max_size=20))}
        for address in sorted(chosen):
            spec = spec_of(form, address)
            value = key if address == row_key else data.draw(values_of(spec, pack))
            expected[key, address] = value
            cell = f"{places[address].column}{places[address].row + number}"
            by_name = address != row_key and data.draw(st.booleans())
            filled[places[address].sheet, cell] = typed(value, spec, pack, by_name)
    blank(code).save(filled, path)
    extraction = read_back(path, pack)
    assert {(found.row_key, found.address): found.cell.value for found in extraction.values} == expected
    assert {entry.code for entry in extraction.left} <= {"left.sheet-no-values"}  # a child table left blank


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("PT", [("P01", "样例大学", "1"), ("P01", "样例研究院", "2"), ("P02", "样例公司", "3")]),
        ("LJ", [("LJ-01", "样例集成电路有限公司", FIRM)]),
    ],
)
def test_items_of_rows_come_back_with_their_row(
    code: str, items: list[tuple[str, str, str]], pack: Pack, tmp_path: Path
) -> None:
    path = tmp_path / f"{code}.xlsx"
    places = template.write(pack, [code], path, SEPTEMBER)
    form = pack.forms[code]
    table = next(i for i in form.indicators.values() if i.table)
    name, kind = (f"{table.code}.{part}" for part in list(table.table)[:2])
    book = openpyxl.load_workbook(path)
    sheet = book[places[name].sheet]
    for number, (key, text, second) in enumerate(items):
        row = places[name].row + number
        sheet[f"A{row}"], sheet[f"{places[name].column}{row}"] = key, text
        sheet[f"{places[kind].column}{row}"] = second
    book.save(path)
    found = {(f.row_key, f.item, f.address): f.cell.value for f in read_back(path, pack).values}
    counted = [sum(other[0] == item[0] for other in items[: n + 1]) for n, item in enumerate(items)]
    expected = {(item[0], str(n), name): item[1] for item, n in zip(items, counted, strict=True)}
    expected |= {(item[0], str(n), kind): item[2] for item, n in zip(items, counted, strict=True)}
    assert found == expected


def test_one_workbook_for_all_forms(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    places = template.write(pack, list(pack.forms), path, SEPTEMBER)
    book = openpyxl.load_workbook(path)
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    sheets = [[form.name, *(i.name for i in form.indicators.values() if i.table)] for form in pack.forms.values()]
    assert visible == [name for names in sheets for name in names]
    assert visible[:3] == ["企业基本情况", "培育梯度资质", "营业收入与生产经营"]
    assert "2025年度" in book["研发活动"]["A2"].value
    assert book["营业收入与生产经营"]["A2"].value == "报告期：2025年9月"
    for form in pack.forms.values():
        asked = [field for field, _, _, _ in template.asked(form)]
        assert set(asked) <= set(places)
        assert not {code for code in asked if form.indicators[code.partition(".")[0]].computed}
    assert book["营业收入与生产经营"]["B6"].comment.text
    jy = places["JY001"]
    book[jy.sheet][f"{jy.column}{jy.row}"] = "=1+1"
    book.save(path)
    with pytest.raises(UserError) as caught:
        read_back(path, pack)
    assert caught.value.code == "workbook.not-calculated"


def test_a_typed_figure_of_another_unit_is_converted(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "JY.xlsx"
    places = template.write(pack, ["JY"], path, SEPTEMBER)
    book = openpyxl.load_workbook(path)
    for address, text in (("JY001", "1.2亿"), ("JY005", "（1，234）"), ("JY007", "待定")):
        book[places[address].sheet][f"{places[address].column}{places[address].row}"] = text
    book.save(path)
    found = {found.address: found for found in read_back(path, pack).values}
    assert found["JY001"].text == plain(Decimal(120000))
    assert found["JY001"].raw_unit == "亿元"
    assert found["JY005"].text == "-1234"
    assert (found["JY007"].text, found["JY007"].cell.value, found["JY007"].cell.problem) == (
        "待定",
        None,
        "value.not-a-number",
    )


def test_a_place_that_cannot_be_written_is_named(pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        template.write(pack, ["JY"], tmp_path / "no" / "such.xlsx", SEPTEMBER)
    assert caught.value.code == "workbook.not-written"

"""The cells of a return as the tables of its printed form: labels, units, codes, figures as people write them.

A single form is a line an indicator. A list of records is a line a record where its columns fit across a sheet,
else it is turned: a line an indicator, a few records beside each other, table after table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from client.printing.model import Column, Line, Table
from forms.pack import Form, Indicator, Pack, Spec
from forms.periods import Period
from forms.returns import Cell, Return
from forms.words import of_which

WIDEST_LIST = 8
"""Most columns a list of records may have to be printed a record a line."""
BESIDE = 4
"""Records beside each other in a turned table."""
LONGEST_HEAD = 30
"""Most letters of a record's name over its column."""
BLANK_LINES = 15
BLANK_ITEMS = 3
"""Empty lines of a blank list, as many as a sheet holds, and empty items of a blank child table."""


def tables(pack: Pack, form: Form, period: Period, target: Return | None) -> tuple[Table, ...]:
    """What is to be printed of ``target``; of a blank form when there is none."""
    if form.shape == "single":
        return (_single(pack, form, period, target),)
    records = tuple(target.rows.get(form.code, ())) if target else ()
    listed = not turned(form)
    records = records or ("",) * ((BLANK_LINES if listed else BESIDE) if target is None else 1)
    if listed:
        return (_listed(pack, form, target, records),)
    groups = [records[start : start + BESIDE] for start in range(0, len(records), BESIDE)]
    if len(groups) > 1:  # columns as wide as in the tables before
        groups[-1] = (*groups[-1], *("",) * (BESIDE - len(groups[-1])))
    return tuple(_turned(pack, form, target, group) for group in groups)


def turned(form: Form) -> bool:
    """Whether the form's records stand beside each other."""
    return form.shape == "rows" and len(form.indicators) > WIDEST_LIST


def text_of(cell: Cell | None, spec: Spec, pack: Pack) -> str:
    """A value as it is written by hand; what could not be read stays as typed."""
    if cell is None:
        return ""
    if cell.na is not None:
        return "不适用"
    if cell.value is None:
        return cell.text
    if isinstance(cell.value, bool):
        return "是" if cell.value else "否"
    if isinstance(cell.value, Decimal):
        return f"{cell.value:,f}"
    values = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    return "、".join(_named(value, spec, pack) for value in values)


def _named(value: str, spec: Spec, pack: Pack) -> str:
    if spec.type == "month" and len(value) == len("2025-09"):
        return f"{value[:4]}年{int(value[5:])}月"
    listed = pack.lists.get(spec.list) if spec.list else None
    entry = listed.codes.get(value) if listed else None
    return value if entry is None or entry.name == value else f"{value} {entry.name}"


def _single(pack: Pack, form: Form, period: Period, target: Return | None) -> Table:
    values = (Column("本期", 20, "value"), *((Column("上年同期", 20, "value"),) if form.columns else ()))
    front = (
        Column("指标名称", 44 if form.columns else 36),
        Column("计量单位", 12, "center"),
        Column("代码", 12, "center"),
    )
    lines: list[Line] = []
    asked = {indicator.code for indicator in form.asked_indicators(period)}
    for section in form.sections:
        codes = [code for code in section.indicators if code in asked]
        if codes:
            lines.append(Line((section.name,), "section"))
        for code in codes:
            lines.extend(_single_lines(pack, form, form.indicators[code], target))
    widest = values if form.columns else (Column("填报内容", 50, "value"),)
    return Table((*front, *widest), tuple(lines))


def _single_lines(pack: Pack, form: Form, asked: Indicator, target: Return | None) -> Iterator[Line]:
    cells = target.cells if target else {}
    blank = ("",) * len(form.columns)
    if asked.type == "table":
        yield Line((asked.name, "", asked.code, "", *blank))
        ids = target.rows.get(asked.code, ()) if target else ("",) * BLANK_ITEMS
        for number, row in enumerate(ids, 1):
            for part in asked.table.values():
                text = text_of(cells.get(f"{asked.code}[{row}].{part.name}"), part, pack)
                words = (f"{number}. {part.label}", part.unit, "", text, *blank)
                yield Line(words, "part", figures=part.numeric)
    elif asked.type == "composite":
        yield Line((asked.name, "", asked.code, "", *blank))
        for part in asked.parts.values():
            text = text_of(cells.get(f"{asked.code}.{part.name}"), part, pack)
            yield Line((part.label, part.unit, "", text, *blank), "part", figures=part.numeric)
    else:
        texts = [text_of(cells.get(asked.code), asked, pack)]
        if not asked.numeric and not asked.columns:
            yield Line((asked.name, asked.unit, asked.code, *texts), wide=True)
            return
        for column in form.columns:
            shown = text_of(cells.get(f"{asked.code}@{column}"), asked, pack)
            texts.append(shown if column in asked.columns else "—")
        words = (asked.name, asked.unit, asked.code, *texts)
        yield Line(words, figures=asked.numeric, inset=of_which(asked.name))


def _listed(pack: Pack, form: Form, target: Return | None, records: Sequence[str]) -> Table:
    asked = tuple(form.indicators.values())
    columns = [Column("序号", 5, "center")]
    for indicator in asked:
        unit = f"（{indicator.unit}）" if indicator.unit else ""
        columns.append(
            Column(f"{indicator.name}{unit}\n{indicator.code}", 12, "right" if indicator.numeric else "left")
        )
    lines = [
        Line((str(number), *(_record_text(pack, form, indicator, target, row) for indicator in asked)))
        for number, row in enumerate(records, 1)
    ]
    return Table(tuple(columns), tuple(lines))


def _turned(pack: Pack, form: Form, target: Return | None, records: Sequence[str]) -> Table:
    name = form.indicators[form.row_name] if form.row_name else None
    heads = [_short(_record_text(pack, form, name, target, row)) if name and row else "" for row in records]
    columns = (
        Column("指标名称", 26),
        Column("计量单位", 8, "center"),
        Column("代码", 8, "center"),
        *(Column(head or "　", 58 / len(records), "value") for head in heads),
    )
    lines: list[Line] = []
    for section in form.sections:
        lines.append(Line((section.name,), "section"))
        for code in section.indicators:
            asked = form.indicators[code]
            texts = [_record_text(pack, form, asked, target, row) for row in records]
            words = (asked.name, asked.unit, code, *texts)
            lines.append(Line(words, figures=asked.numeric, inset=of_which(asked.name)))
    return Table(columns, tuple(lines))


def _short(name: str) -> str:
    """A record's name over its column, which is repeated on every sheet; the whole of it stands below."""
    return name if len(name) <= LONGEST_HEAD else name[: LONGEST_HEAD - 1] + "…"


def _record_text(pack: Pack, form: Form, asked: Indicator, target: Return | None, row: str) -> str:
    """One indicator of one record; the items of a child table and the parts of a composite in one text."""
    if target is None or not row:
        return ""
    place = f"{form.code}[{row}].{asked.code}"
    if asked.type == "table":
        items = target.rows.get(place, ())
        parts = asked.table.values()
        told = (
            " ".join(
                filter(None, (text_of(target.cells.get(f"{place}[{item}].{p.name}"), p, pack) for p in parts))
            )
            for item in items
        )
        return "；".join(told)
    if asked.type == "composite":
        texts = ((p.label, text_of(target.cells.get(f"{place}.{p.name}"), p, pack)) for p in asked.parts.values())
        return "；".join(f"{label} {text}" for label, text in texts if text)
    return text_of(target.cells.get(place), asked, pack)

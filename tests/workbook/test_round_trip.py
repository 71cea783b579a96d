"""A template, filled with random values and saved by LibreOffice in three formats, comes back identical."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from client.workbook import Extraction, map_book, read
from client.workbook.writing import template
from forms.addresses import parse
from forms.pack import bundled_pack
from forms.pack.model import Form, Spec
from forms.pack.places import spec_at
from forms.periods import Period
from forms.values.canonical import encode
from tests.workbook.making.contents import CORPUS, FIRM

PACK = bundled_pack()
SEPTEMBER = Period.parse("2025-09")
KINDS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "ods": "ods"}


def value_of(spec: Spec, chance: random.Random) -> object:
    """A value of the place's kind, as it is typed into the cell."""
    if spec.type in ("integer", "decimal"):
        scale = spec.scale if spec.type == "decimal" else 0
        return Decimal(chance.randint(-(10**12), 10**12)).scaleb(-scale)
    if spec.type == "boolean":
        return chance.choice("是否")
    if spec.type == "month":
        return f"{chance.randint(1990, 2039)}-{chance.randint(1, 12):02d}"
    if spec.type in ("code", "codes"):
        return chance.choice(sorted(PACK.lists[spec.list].codes))
    if spec.type == "uscc":
        return FIRM
    return "样例" + "".join(chance.choices("电子光学显示模组ABC（）—", k=chance.randint(1, 12)))


def filled(path: Path, form: Form, chance: random.Random) -> dict[tuple[str | None, str], object]:
    """Write a template and fill it in; answers what was typed, by row and place."""
    places = template.write(PACK, [form.code], path, SEPTEMBER)
    book = openpyxl.load_workbook(path)
    typed: dict[tuple[str | None, str], object] = {}
    own = [a for a in places if not form.indicators[a.split("@")[0].split(".")[0]].table and a != "JB001"]
    keys = [None] if form.shape == "single" else ["A1", "A2", "A3"]
    for number, key in enumerate(keys):
        for address in sorted(chance.sample(own, min(len(own), 15)) if key is None else own):
            spec = spec_at(form, parse(f"{form.code}[r].{address}" if form.shape == "rows" else address))
            value = key if address == form.row_key else value_of(spec, chance)
            place = places[address]
            book[place.sheet][f"{place.column}{place.row + number}"] = value
            typed[key, address] = value
    book.save(path)
    return typed


def canonical(found: Extraction) -> dict[tuple[str | None, str], str]:
    return {
        (value.row_key, value.address): encode(value.cell.value)[1]
        for value in found.values
        if value.cell.value is not None
    }


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (libreoffice-calc) is not installed")
@pytest.mark.parametrize("code", ["JY", "XM"])
def test_filled_by_libreoffice(code: str, tmp_path: Path) -> None:
    source = tmp_path / f"{code}.xlsx"
    typed = filled(source, PACK.forms[code], random.Random(code))
    expected = canonical(map_book(read(source), PACK, SEPTEMBER, FIRM))
    assert set(expected) == set(typed)
    for ending, kind in KINDS.items():
        folder = tmp_path / ending
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        words = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
        subprocess.run(words, check=True, capture_output=True)
        back = map_book(read(folder / f"{code}.{ending}"), PACK, SEPTEMBER, FIRM)
        assert canonical(back) == expected, ending
        assert {left.code for left in back.left} <= {"left.sheet-no-values"}


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_template_kept_by_libreoffice_long_ago(ending: str) -> None:
    """A sample in the corpus, for where LibreOffice is not installed."""
    told = json.loads((CORPUS / f"office-template.{ending}.json").read_text("utf-8"))
    found = map_book(read(CORPUS / f"office-template.{ending}"), PACK, SEPTEMBER, FIRM)
    assert {f"{value.form} {value.address}": value.text for value in found.values} == told["values"]

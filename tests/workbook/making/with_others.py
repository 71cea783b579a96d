"""Files of the corpus made by other programs: XlsxWriter, xlwt, odfpy, ExcelJS, SheetJS and LibreOffice.

None of them is needed to run the tests; ``python -m tests.workbook.making`` skips those that are not there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from client.workbook.writing import template
from forms.pack import bundled_pack
from forms.periods import Period
from tests.workbook.making.contents import CORPUS, PROJECTS, expect, profit, project_values, projects, values

SHEETJS = """
const X = require('xlsx'), fs = require('fs');
const [target, kind, rows] = JSON.parse(fs.readFileSync(0, 'utf8'));
const book = X.utils.book_new();
X.utils.book_append_sheet(book, X.utils.aoa_to_sheet(rows), '利润表');
fs.writeFileSync(target, X.write(book, {bookType: kind, type: 'buffer'}));
"""
EXCELJS = """
const E = require('exceljs'), fs = require('fs');
const [target, kind, rows] = JSON.parse(fs.readFileSync(0, 'utf8'));
const book = new E.Workbook(), sheet = book.addWorksheet('利润表');
rows.forEach(row => sheet.addRow(row));
sheet.getCell('C14').value = {formula: 'C11+C12-C13', result: 614576};
sheet.mergeCells('A1:D1');
book.xlsx.writeFile(target);
"""


def make() -> None:
    """Write what can be written here."""
    for part in (xlsxwriter, xlwt, odfpy, javascript, office, encrypted):
        try:
            part()
        except ImportError as error:
            sys.stderr.write(f"skipped: {error}\n")


def xlsxwriter() -> None:
    import xlsxwriter as library

    made_by = f"XlsxWriter {library.__version__}"
    for name, options in (("xlsxwriter", {}), ("xlsxwriter-inline", {"constant_memory": True})):
        book = library.Workbook(CORPUS / f"{name}.xlsx", options)
        sheet = book.add_worksheet("利润表")
        for r, row in enumerate(profit()):
            for c, value in enumerate(row):
                if (r, c) == (13, 2):
                    sheet.write_formula(r, c, "=C11+C12-C13", None, 614576)
                elif value is not None:
                    sheet.write(r, c, value)
        book.close()
        expect(f"{name}.xlsx", made_by, "a formula with its result; " + name, values())
    book = library.Workbook(CORPUS / "xlsxwriter-table.xlsx")
    sheet = book.add_worksheet("项目")
    head, *lines = projects()[2:]
    sheet.add_table(0, 0, len(lines), 5, {"data": lines, "columns": [{"header": each} for each in head]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=项目!$C$2:$C$4"})
    sheet.insert_chart("H2", chart)
    book.close()
    warns = ["warn.unit"]
    expect("xlsxwriter-table.xlsx", made_by, "an Excel table with a chart", project_values(), warns=warns)


def xlwt() -> None:
    import xlwt as library

    book = library.Workbook(encoding="utf-8")
    sheet = book.add_sheet("项目")
    percent = library.easyxf(num_format_str="0.0%")
    rows = projects()
    rows[2] = [*rows[2], "形象进度（%）"]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
        if r > 2:
            sheet.write(r, 6, 0.4567, percent)
    sheet.row(4).hidden = True
    book.save(str(CORPUS / "xlwt-percent.xls"))
    found = project_values() | {f"XM {project[0]} XM027": "45.7" for project in PROJECTS}
    about = "an old workbook with a percent format and a hidden row"
    expect("xlwt-percent.xls", f"xlwt {library.__VERSION__}", about, found, warns=["warn.hidden-rows"])


def odfpy() -> None:
    from odf import namespaces, opendocument, table, text

    book = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="项目")
    rows = projects()
    rows[2] = [*rows[2], "形象进度（%）"]
    for r, row in enumerate(rows):
        line = table.TableRow()
        for value in row:
            line.addElement(_odf_cell(table, text, value))
        if r > 2:
            cell = table.TableCell(valuetype="percentage", value="0.4567")
            cell.addElement(text.P(text="45.7%"))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(CORPUS / "odfpy-percent.ods"))
    found = project_values() | {f"XM {project[0]} XM027": "45.7" for project in PROJECTS}
    expect("odfpy-percent.ods", "odfpy 1.4", "a percentage in an OpenDocument sheet", found)
    assert namespaces.TABLENS
    untyped = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="项目")
    for row in projects():
        line = table.TableRow()
        for value in row:
            cell = table.TableCell()
            if value is not None:
                cell.addElement(text.P(text=str(value)))
            line.addElement(cell)
        sheet.addElement(line)
    untyped.spreadsheet.addElement(sheet)
    untyped.save(str(CORPUS / "odfpy-untyped.ods"))
    about = "cells that show something and do not say what kind it is"
    expect("odfpy-untyped.ods", "odfpy 1.4", about, project_values())


def _odf_cell(table: Any, text: Any, value: object) -> Any:
    if value is None:
        return table.TableCell()
    if isinstance(value, int | float):
        return table.TableCell(valuetype="float", value=str(value))
    cell = table.TableCell(valuetype="string")
    cell.addElement(text.P(text=str(value)))
    return cell


def javascript() -> None:
    if not shutil.which("node") or not os.environ.get("NODE_PATH"):
        raise ImportError("node with SheetJS and ExcelJS (NODE_PATH)")
    kinds = {
        "sheetjs.xlsx": "xlsx",
        "sheetjs.xlsb": "xlsb",
        "sheetjs-biff8.xls": "biff8",
        "sheetjs-2003.xls": "xlml",
        "sheetjs-page.xls": "html",
        "sheetjs.fods": "fods",
        "sheetjs.ods": "ods",
        "sheetjs-tabs.xls": "txt",
        "sheetjs.csv": "csv",
    }
    for name, kind in kinds.items():
        node(SHEETJS, CORPUS / name, kind)
        expect(name, "SheetJS 0.18.5", f"the statement as {kind}", values())
    node(EXCELJS, CORPUS / "exceljs.xlsx", "")
    expect("exceljs.xlsx", "ExcelJS 4.4", "the statement with a calculated formula", values())


def node(script: str, target: Path, kind: str) -> None:
    asked = json.dumps([str(target), kind, profit()])
    subprocess.run(["node", "-e", script], input=asked, encoding="utf-8", check=True)


def office() -> None:
    if not shutil.which("soffice"):
        raise ImportError("LibreOffice (soffice)")
    version = subprocess.run(["soffice", "--version"], capture_output=True, encoding="utf-8", check=True).stdout
    made_by = " ".join(version.split()[:2])
    office_templates(made_by)
    wanted = {
        "office.xlsx": ("plain.xlsx", "xlsx:Calc MS Excel 2007 XML"),
        "office-97.xls": ("plain.xlsx", "xls:MS Excel 97"),
        "office.ods": ("plain.xlsx", "ods"),
        "office.fods": ("plain.xlsx", "fods"),
        "office-page.xls": ("plain.xlsx", "html:HTML (StarCalc)"),
        "office-gb.csv": ("plain.xlsx", "csv:Text - txt - csv (StarCalc):44,34,GB18030"),
        "office-calculated.ods": ("uncalculated.xlsx", "ods"),
        "office-calculated.xls": ("uncalculated.xlsx", "xls:MS Excel 97"),
        "office-hidden.xls": ("hidden-row.xlsx", "xls:MS Excel 97"),
        "office-hidden.ods": ("hidden-row.xlsx", "ods"),
        "office-errors.ods": ("errors.xlsx", "ods"),
        "office-errors.xls": ("errors.xlsx", "xls:MS Excel 97"),
        "office-percents.xls": ("percents.xlsx", "xls:MS Excel 97"),
        "office-percents.ods": ("percents.xlsx", "ods"),
        "office-three-rows.xls": ("three-row-heading.xlsx", "xls:MS Excel 97"),
        "office-three-rows.ods": ("three-row-heading.xlsx", "ods"),
        "office-dates.xls": ("dates-1904.xlsx", "xls:MS Excel 97"),
        "office-dates.ods": ("dates-1904.xlsx", "ods"),
    }
    for name, (source, kind) in wanted.items():
        convert(CORPUS / source, kind, CORPUS / name)
        known = json.loads((CORPUS / f"{source}.json").read_text("utf-8"))
        found, left = known["values"], known["left"]
        if "calculated" in name:
            found, left = values(), []
        about = f"{source} converted to {kind.partition(':')[0]}"
        expect(name, made_by, about, found, left=left, warns=known["warns"])


def office_templates(made_by: str) -> None:
    """A template of JY, filled in and kept by LibreOffice in three formats."""
    import openpyxl

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "JY.xlsx"
        places = template.write(bundled_pack(), ["JY"], source, Period.parse("2025-09"))
        book = openpyxl.load_workbook(source)
        given = {"JY001": "12345678", "JY001@ly": "11000000", "JY010": "-5432", "JY033": "860", "JY042": "12.34"}
        for address, text in given.items():
            place = places[address]
            book[place.sheet][f"{place.column}{place.row}"] = Decimal(text)
        book.save(source)
        for ending, kind in (("xlsx", "xlsx:Calc MS Excel 2007 XML"), ("ods", "ods"), ("xls", "xls:MS Excel 97")):
            name = f"office-template.{ending}"
            convert(source, kind, CORPUS / name)
            found = {f"JY {address}": text for address, text in given.items()}
            expect(name, made_by, "a filled template of ours, kept by LibreOffice", found)


def convert(source: Path, kind: str, target: Path) -> None:
    """Let LibreOffice, without a window and with a profile of its own, write ``source`` in another format."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        done = subprocess.run([*words, "--outdir", folder, str(source)], check=True, capture_output=True)
        made = next(Path(folder).glob(f"{source.stem}.*"), None)
        if made is None:
            raise ValueError(f"{target.name}: {done.stderr.decode(errors='replace')}")
        shutil.copy(made, target)


def encrypted() -> None:
    import msoffcrypto
    from msoffcrypto.format.ooxml import OOXMLFile

    with (CORPUS / "plain.xlsx").open("rb") as plain, (CORPUS / "password.xlsx").open("wb") as target:
        OOXMLFile(plain).encrypt("secret", target)
    name = f"msoffcrypto-tool {getattr(msoffcrypto, '__version__', '')}".strip()
    expect("password.xlsx", name, "a password to open", refused="workbook.encrypted")

"""Scans in the window: attached, seen with kind, size and fingerprint, saved, taken off, filed; prechecks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog

from client.sync.attached import Attached
from client.ui.sending.attachments import FileRow, file_columns, size_word
from client.usecases.bureau.attaching import Shown
from client.usecases.home.session import Session
from forms.periods import Period

YEAR = Period.parse("2025")


def go_to_sending(pilot) -> None:
    pilot.click("goSend")
    pilot.until(lambda: pilot.pages.sending._preflight is not None)


def files(pilot):
    return pilot.pages.sending.files


def rows(pilot) -> list[tuple[str, str, str]]:
    return [(r.form, r.shown.file.name, r.shown.state) for r in files(pilot).table.rows_model.rows]


def hint(pilot) -> str:
    return pilot.child("attachHint").text()


def choose_file(pilot, button: str, dialog: str, path: Path) -> None:
    pilot.click(button)
    asked = pilot.shell.findChild(QFileDialog, dialog)
    asked.fileSelected.emit(str(path))
    asked.close()
    pilot.settle()


@pytest.fixture
def scan(tmp_path: Path, qapp) -> Path:
    path = tmp_path / "企业基本情况（盖章）.png"
    image = QImage(40, 60, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    assert image.save(str(path))
    return path


def test_a_scan_is_attached_filed_with_its_return_and_saved(
    pilot, complete: Session, scan: Path, tmp_path: Path
) -> None:
    go_to_sending(pilot)
    assert "只有主管部门能打开" in hint(pilot)
    files(pilot).of.choose("JB 2025")
    choose_file(pilot, "attach", "attachDialog", scan)
    pilot.until(lambda: rows(pilot) == [("JB", scan.name, "waiting")])
    model = files(pilot).table.rows_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    pilot.click("send")
    pilot.until(lambda: not pilot.pages.sending.filing.busy and rows(pilot) == [("JB", scan.name, "filed")])
    files(pilot)._ask_where(model.rows[0])
    asked = pilot.shell.findChild(QFileDialog, "saveAttachment")
    asked.fileSelected.emit(str(tmp_path / "copy.png"))
    asked.close()
    pilot.until(lambda: "另存到" in hint(pilot))
    assert (tmp_path / "copy.png").read_bytes() == scan.read_bytes()


def test_what_is_no_scan_says_so_and_a_wrong_one_is_taken_off(pilot, complete: Session, scan: Path) -> None:
    go_to_sending(pilot)
    wrong = scan.with_name("程序.pdf")
    wrong.write_bytes(b"MZ")
    choose_file(pilot, "attach", "attachDialog", wrong)
    assert "不是 PDF" in hint(pilot)
    choose_file(pilot, "attach", "attachDialog", scan)
    pilot.until(lambda: len(rows(pilot)) == 1)
    pilot.click("detach")
    pilot.until(lambda: rows(pilot) == [])


def test_the_endpoint_is_asked_before_anything_is_filed(pilot, imported: Session) -> None:
    go_to_sending(pilot)
    pilot.click("precheck")
    pilot.until(lambda: not pilot.pages.sending.filing.busy and pilot.pages.sending.filing.banner.isVisible())
    assert "没有报送任何数据" in pilot.pages.sending.filing.banner.text
    pilot.settle()
    model = pilot.pages.sending.table.rows_model
    said = {row.form: model.data(model.index(n, 2)) for n, row in enumerate(model.rows)}
    assert said["JY"].startswith("预检：")


def test_every_state_of_a_file_has_its_words() -> None:
    file = Attached("i", "a.pdf", "application/pdf", 3 * 1024 * 1024, "0" * 64, "")
    name, fingerprint, state, way = file_columns()

    def row(shown: Shown) -> FileRow:
        return FileRow("JB", "基本情况", YEAR, shown)

    half = row(Shown(file, "uploading", 1024 * 1024, 2 * 1024 * 1024))
    assert (state.show(half).text, state.show(half).share) == ("1.0 / 2.0", 0.5)
    assert fingerprint.show(half).text == "PDF 3.0 MB"
    assert name.show(half).below == "基本情况 · 2025年"
    for each in ("waiting", "frozen", "filed", "taken-off"):
        assert state.show(row(Shown(file, each))).chips[0].text
        assert way.show(row(Shown(file, each))).link is (each != "taken-off")
    assert size_word(10) == "1 KB"

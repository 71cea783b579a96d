"""Asking where a file is to go: a dialog that stops nothing, and an ending nobody has to type."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from client.ui.parts.asking import ask_where, begin_in_documents


@pytest.mark.parametrize(
    ("suggested", "ending", "typed", "written"),
    [
        ("回执 7.jbreceipt", "", "another", "another.jbreceipt"),
        ("scan.PDF", "", "scan.jpg", "scan.jpg"),
        ("", "xlsx", "九月", "九月.xlsx"),
    ],
)
def test_what_is_typed_is_told_with_an_ending(
    qtbot: QtBot, tmp_path: Path, suggested: str, ending: str, typed: str, written: str
) -> None:
    place = QLabel()
    qtbot.addWidget(place)
    dialog = ask_where(
        place,
        "Where to",
        place.setText,
        name="askedHere",
        suggested=suggested,
        ending=ending,
        folder=str(tmp_path),
    )
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    assert place.findChild(QFileDialog, "askedHere") is dialog
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    assert field.text() == suggested
    field.setText(typed)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.accept()
    assert Path(place.text()) == tmp_path / written


def test_a_dialog_begins_where_a_person_keeps_files(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    place = QLabel()
    qtbot.addWidget(place)
    for given, begins in ((Path.cwd(), tmp_path), (tmp_path / "账", tmp_path / "账")):
        given.mkdir(exist_ok=True)
        dialog = QFileDialog(place, "Which", str(given))
        begin_in_documents(dialog)
        assert Path(dialog.directory().path()) in (begins, begins / "Documents")

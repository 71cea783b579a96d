"""The support bundle, saved from the help page, from the crash page, and while the home does not open."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton

from client.base.errors import OurFault, UserError
from client.base.logbook import Logbook


def test_from_the_help_page_it_is_saved_and_said_where(pilot, tmp_path: Path) -> None:
    pilot.window.conductor.go("help")
    pilot.child("helpSupport", QPushButton).click()
    dialog = pilot.child("supportDialog", QFileDialog)
    assert dialog.selectedFiles()[0].endswith(".zip")
    dialog.fileSelected.emit(str(tmp_path / "诊断.zip"))
    dialog.close()
    pilot.until(lambda: pilot.window.shell.banner.isVisible())
    assert str(tmp_path / "诊断.zip") in pilot.window.shell.banner.text
    with zipfile.ZipFile(tmp_path / "诊断.zip") as archive:
        stores = json.loads(archive.read("report.json"))["stores"]
    assert [(store["store"], store["whole"]) for store in stores] == [("home", True), ("enterprise 1", True)]


def test_the_crash_page_offers_it(pilot) -> None:
    pilot.window.conductor.trouble.tell(OurFault("cli.our-fault", kind="x", place="y"))
    pilot.child("faultSupport", QPushButton).click()
    pilot.child("supportDialog", QFileDialog).close()


def test_a_folder_that_takes_nothing_is_named(pilot, tmp_path: Path) -> None:
    pilot.window.support.write(str(tmp_path / "nowhere" / "诊断.zip"))
    pilot.until(lambda: pilot.window.shell.banner.isVisible())
    assert "nowhere" in pilot.window.shell.banner.text


def test_what_failed_in_the_background_is_in_the_log(pilot, session) -> None:
    def work() -> None:
        raise UserError("enterprise.length", code="98765432.10")

    pilot.window.conductor.tasks.query(work, pilot.window.conductor.trouble.tell)
    pilot.until(lambda: pilot.window.shell.banner.isVisible())
    (log,) = Logbook(session.home).files()
    text = log.read_text("utf-8")
    assert " window opened\n" in text
    assert text.endswith(" failed UserError [enterprise.length]\n")

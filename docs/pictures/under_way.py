"""What is being done at the moment a picture is taken, held there until it is; and what lies elsewhere."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from client.base.stopping import Stopped
from client.sync.results import Progress
from client.tour.script import Sample
from client.ui.camera import Camera
from client.ui.ground.tasks import Report
from client.ui.sending import filing, work
from client.ui.settings.backups import BackupsPage
from client.ui.settings.definitions import DefinitionsPage
from client.usecases.books import reviewing

RETAIL = Path(__file__).resolve().parents[2] / "tests" / "forms" / "foreign" / "retail"


class Held:
    """Work that comes so far and stays there until it is let go; then it ends as if it had been stopped."""

    def __init__(self) -> None:
        self.there, self._let_go = threading.Event(), threading.Event()

    def stay(self) -> None:
        """In the worker's thread: raises ``Stopped`` when it is let go."""
        self.there.set()
        self._let_go.wait()
        raise Stopped

    @contextmanager
    def until_left(self) -> Iterator[None]:
        """Let go when the picture is taken, or went wrong."""
        try:
            yield
        finally:
            self._let_go.set()


def reading(camera: Camera, story: Sample, ending: str) -> None:
    """A workbook that is being read."""
    held, page = Held(), camera.pages.importing

    def begin(*_: object, **_named: object) -> None:
        held.stay()

    with patch.object(reviewing, "begin", begin), held.until_left():
        camera.at_work(
            "reading" + ending, lambda conductor, _: conductor.import_book(story.path), held.there.is_set
        )
    camera.until(lambda: page.state != "reading")


def sending(camera: Camera, story: Sample, ending: str) -> None:
    """A return that is being put to the endpoint."""
    held, page = Held(), camera.pages.sending

    def send(*about: Any) -> object:
        *asked, report, stop = about
        return work.send(*asked, _holding(report, held), stop)

    def _holding(report: Report, held: Held) -> Report:
        def heard(progress: object) -> None:
            report(progress)
            if isinstance(progress, Progress) and progress.doing == "putting":
                held.stay()

        return heard

    camera.send(story.month, "sending" + ending)
    with patch.object(filing, "send", send), held.until_left():
        camera.at_work("sending" + ending, lambda *_: page.filing.send(), held.there.is_set)
    camera.until(lambda: not page.filing.busy)


def backups(camera: Camera, ending: str) -> None:
    """What was backed up, then what is in the newest."""
    page = camera.pages.page("backups")
    assert isinstance(page, BackupsPage)
    rows = page.table.rows_model
    camera.staged("kept-backups" + ending, lambda conductor, _: conductor.go("backups"), lambda: bool(rows.rows))
    page.contents.look_into(rows.rows[0])
    camera.staged("kept-inside" + ending, lambda *_: None, lambda: page.contents.backup is not None)


def other_definitions(camera: Camera, folder: Path, ending: str) -> None:
    """Another office's questionnaire, refused by a home that holds returns of this one."""
    page = camera.pages.page("definitions")
    assert isinstance(page, DefinitionsPage)
    file = Path(shutil.make_archive(str(folder / "零售额月度调查"), "zip", RETAIL.parent, "retail"))
    camera.page("definitions", "other-definitions" + ending)
    camera.staged(
        "other-definitions" + ending,
        lambda *_: page.look_into(file),
        page.problem.isVisible,
    )

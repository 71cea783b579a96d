"""States the window comes into while it is used: after an import, at a refusal, locked, in trouble."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QScrollArea
from scenes import two_computers

from client.practice.bureau import deciding
from client.protocol.messages import DecisionFinding
from client.tour.script import Sample
from client.ui.camera import Camera
from client.ui.firms.page import FirmsPage
from client.ui.parts.frame import PageFrame
from client.ui.settings.recovery import RecoveryPart
from client.usecases.bureau import attaching, connecting, filing, notices, watching
from client.usecases.bureau import offline as carry
from client.usecases.bureau.watching import Seen
from client.usecases.home.session import Session
from forms.periods import Period
from forms.returns import ReturnKey

YEAR = Period.parse("2025")
REMARKS = (
    DecisionFinding("REMARK", "error", ["JB011"], "详细地址应写到门牌号，请与营业执照核对。"),
    DecisionFinding("REMARK", "error", ["JB033"], "联系电话拨不通，请改为统计人员的电话。"),
)
"""What an officer finds wrong in the enterprise's profile."""


def imported(camera: Camera, book: Path, ending: str) -> None:
    """A workbook was taken, then what was imported before; it is taken back for the next look."""
    page = camera.pages.importing
    camera.review(book, "import-done" + ending)
    page.book.accept()
    camera.staged("import-done" + ending, lambda *_: None, lambda: page.state == "done")
    earlier = page.earlier.table.rows_model
    camera.staged("import-earlier" + ending, lambda *_: page.show_earlier(), lambda: bool(earlier.rows))
    page.book.take_back()
    camera.until(lambda: page.state == "done")


def settings_below(camera: Camera, ending: str) -> None:
    """The end of the settings, and a recovery card that was just made."""
    page = camera.pages.page("settings")
    camera.page("settings", "settings-end" + ending)
    frame = page.findChild(PageFrame)
    assert frame is not None
    bar = frame.verticalScrollBar()
    camera.staged("settings-end" + ending, lambda *_: bar.setValue(bar.maximum()))
    camera.page("backups", "settings-backups" + ending)
    camera.page("definitions", "settings-definitions" + ending)
    camera.page("settings", "settings-card" + ending)
    card = page.findChild(RecoveryPart)
    assert card is not None
    card.make.click()
    camera.until(card.save.isVisible)
    camera.staged("settings-card" + ending, lambda *_: frame.ensureWidgetVisible(card))


def locked_and_failed(camera: Camera, ending: str) -> None:
    """The crash page; then the window that asks who comes back."""
    fault = KeyError("JY021")
    camera.staged("crash" + ending, lambda conductor, _: conductor.trouble.show_fault(fault))
    with patch.object(Session, "close"):  # the next look goes on with it
        camera.staged("locked" + ending, lambda conductor, _: conductor.lock())


def scan(folder: Path) -> Path:
    """A sheet with its seal, as it comes out of a scanner."""
    path = folder / "企业基本情况（签字盖章扫描件）.png"
    image = QImage(400, 560, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    image.save(str(path))
    return path


@contextmanager
def sent_back(session: Session, story: Sample, folder: Path) -> Iterator[None]:
    """While within, the profile stands sent back with remarks; another computer waits to be let in."""
    with two_computers(session, story, folder) as (practice, _):
        attaching.attach(session, ReturnKey(story.firm, "JB", YEAR), scan(folder))
        with (
            connecting.line(session, story.firm, practice.profile_path) as line,
            patch.object(deciding, "judge", lambda *_: deciding.Judgement("rejected", list(REMARKS))),
        ):
            filing.submit(line, filing.Order(YEAR, ["JB"]))
            notices.ask(session, story.firm)
        watching._keep(session, story.firm, Seen("collect.example", "东方网关根证书"))
        yield


def refused(camera: Camera, ending: str) -> None:
    """What was sent back and why, on the filing page and beside the cell; the notices, the computers that file."""
    camera.send(Period.parse("2025-12"), "send-rejected" + ending)
    area = camera.pages.sending.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    camera.staged("send-rejected-below" + ending, lambda *_: bar.setValue(bar.maximum()))
    remarks = camera.pages.entry.findChild(QLabel, "remarks")
    assert remarks is not None
    camera.staged(
        "entry-sent-back" + ending,
        lambda conductor, _: conductor.open_return("JB", YEAR, "JB011"),
        lambda: not remarks.isHidden(),  # on a small screen all that is beside the grid gives way
    )
    camera.page("notices", "notices-told" + ending)
    firms = camera.pages.page("firms")
    assert isinstance(firms, FirmsPage)
    camera.page("firms", "firms-devices" + ending)
    firms.devices.look.click()
    camera.until(lambda: bool(firms.devices.table.rows_model.rows))
    camera.staged("firms-devices" + ending, lambda *_: None)


def offline(session: Session, story: Sample, folder: Path) -> Path:
    """What is filed while the endpoint cannot be reached waits, and leaves in the file that is answered."""
    carried = folder / "待上传.jbsub"
    with connecting.line(session, story.firm) as line:
        filing.submit(line, filing.Order(story.month))
        carry.carry_out(line, carried)
    return carried


def waiting(camera: Camera, story: Sample, carried: Path, ending: str) -> None:
    """The filing page with what waits for a network; then what is said of the file it leaves in."""
    camera.send(story.month, "send-waiting" + ending)
    camera.hand(carried, "send-carried" + ending)

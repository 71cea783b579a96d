"""Takes the pictures of the window for the documents: ``make.py pictures``.

Every page in both languages, light and dark, at 100 % and 150 %, into ``build/pictures``; those the READMEs show
are copied beside this file. ``--only PAGE`` takes one page.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from itertools import product
from pathlib import Path
from types import MappingProxyType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "pictures"
sys.path[:0] = [str(ROOT), str(HERE)]

import msgspec  # noqa: E402
import scenes  # noqa: E402
import states  # noqa: E402
import under_way  # noqa: E402
from PySide6.QtWidgets import QWidget  # noqa: E402
from rich.console import Console  # noqa: E402

from client.base.clock import SystemClock  # noqa: E402
from client.tour.script import TODAY, Sample, sample  # noqa: E402
from client.tour.steps import Tour  # noqa: E402
from client.tour.window import prepare  # noqa: E402
from client.ui.camera import SIZE, Camera  # noqa: E402
from client.usecases.bureau import connecting  # noqa: E402
from client.usecases.home import settings  # noqa: E402
from client.usecases.home.opening import open_session  # noqa: E402
from client.usecases.home.session import Session  # noqa: E402
from client.usecases.home.settings_table import Value  # noqa: E402
from client.usecases.safekeeping.backing_up import back_up  # noqa: E402
from tests.eyes import cut_off  # noqa: E402

LANGUAGES = ("zh", "en")
THEMES = ("light", "dark")
SIZES = (100, 150)
QUIET = ("desk", "charts", "paper", "firms", "notices", "help", "settings")
"""Pages that are shown as they are."""
SENT_BACK = ("send-rejected", "send-waiting", "send-carried", "entry-sent-back", "notices-told", "firms-devices")

SHOWN = {
    "desk-zh-light-100": "desk",
    "entry-zh-light-100": "entry",
    "projects-zh-light-100": "projects",
    "import-zh-light-100": "import",
    "send-zh-light-100": "send",
    "entry-en-dark-100": "entry-en-dark",
    "settings-en-dark-150": "settings-en-dark",
    "rollup-districts-zh-light-100": "rollup",
}
"""Which pictures the documents show, and under what name."""


def main(arguments: list[str]) -> int:
    """Take them all; answers the exit status."""
    parser = argparse.ArgumentParser(prog="make.py pictures", description=__doc__)
    parser.add_argument("--only", default="", help="the pages, or scenes, whose names begin so")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--size", type=size, default=SIZE, help="of the window, such as 1366x768")
    parser.add_argument("--look", default="", help="only looks whose names hold this, such as en-dark-150")
    chosen = parser.parse_args(arguments)
    os.environ["LOGNAME"] = "lixiaotong"  # stands in the history of every cell
    story = sample()
    with tempfile.TemporaryDirectory(prefix="jibao-pictures-") as folder:
        studio = Studio(story, Path(folder), chosen.out, chosen)
        studio.untouched()
        with studio.home("home") as session:
            prepare(session, story)
            studio.at_work(session)
            studio.in_contrast(session)
            studio.filed(session)
            studio.diagnosed(session)
        with studio.home("parted") as session:
            prepare(session, story)
            studio.parted(session)
        with studio.home("used") as session:
            prepare(session, story)
            studio.used(session)
        with studio.home("named") as session:
            studio.named(session)
        with studio.home("under-way") as session:
            studio.under_way(session)
        studio.sending()
        with studio.home("group") as session:
            prepare(session, story)
            studio.group(session)
        with studio.home("newer") as session:
            prepare(session, story)
            studio.newer(session)
    Console().print(*studio.cut, sep="\n", markup=False, soft_wrap=True)
    for taken, name in SHOWN.items():
        if (chosen.out, chosen.size) == (OUT, SIZE) and (chosen.out / f"{taken}.png").exists():
            shutil.copy(chosen.out / f"{taken}.png", HERE / f"{name}.png")
    return 0


class Studio:
    """Homes in which something has happened, and the pictures taken of each."""

    def __init__(self, story: Sample, folder: Path, out: Path, chosen: argparse.Namespace) -> None:
        self._story = story
        self._folder = folder
        self._out = out
        self._only: str = chosen.only
        self._size: tuple[int, int] = chosen.size
        self._look: str = chosen.look
        self.cut: list[str] = []
        """What had not enough room in a picture."""

    def home(self, name: str) -> AbstractContextManager[Session]:
        """A new home."""
        return open_session(self._folder / name, passphrase=secrets.token_hex(16), clock=SystemClock(TODAY))

    def wanted(self, *names: str) -> bool:
        """Whether any of these pictures is asked for."""
        return any(name.startswith(self._only) for name in names)

    def cameras(
        self, session: Session, firm: str, more: Mapping[str, Value] = MappingProxyType({}), only: str = ""
    ) -> Iterator[tuple[Camera, str]]:
        """One in each look, or in the ``only`` one; ``more`` settings hold in all of them."""
        for ending, look in looks():
            held = {**look, **more}
            if self._look not in ending or only not in ending:
                continue
            for key, value in held.items():
                settings.put(session, key, value)
            with Camera(session, firm, self._out, held=held, size=self._size, seen=self._looked) as camera:
                yield camera, ending

    def _looked(self, name: str, window: QWidget) -> None:
        self.cut += [f"{name}: {said}" for said in cut_off(window)]

    def untouched(self) -> None:
        """The first run."""
        if self.wanted("first"):
            with self.home("empty") as session:
                for camera, ending in self.cameras(session, ""):
                    scenes.first_run(camera, ending)

    def at_work(self, session: Session) -> None:
        """Every page with the sample imported, its slips still in it."""
        story, inbox = self._story, self._folder / "inbox"
        inbox.mkdir()
        book, books = scenes.altered(story, inbox), scenes.many_books(inbox)
        for camera, ending in self.cameras(session, story.firm):
            for page in QUIET:
                if self.wanted(page):
                    camera.page(page, page + ending)
            if self.wanted("entry"):
                camera.entry("JY", story.month, "JY021", "entry" + ending)
            if self.wanted("projects", "filtered", "crowded", "menu"):
                scenes.a_list(camera, story, ending)
            if self.wanted("long-text"):
                scenes.long_text(camera, story, ending)
            if self.wanted("import-template", "import-waiting"):
                scenes.before_a_book(camera, ending)
            if self.wanted("import"):
                scenes.review(camera, book, ending)
                scenes.months(camera, story.past_path, ending)
            if self.wanted("many"):
                scenes.many(camera, books, ending)

    def in_contrast(self, session: Session) -> None:
        """The main pages with high contrast."""
        if not self.wanted("contrast"):
            return
        story = self._story
        for camera, ending in self.cameras(session, story.firm, {"display.contrast": True}):
            for page in QUIET:
                camera.page(page, f"contrast-{page}{ending}")
            camera.entry("JY", story.month, "JY021", f"contrast-entry{ending}")
            camera.review(story.path, f"contrast-import{ending}")
            camera.send(story.month, f"contrast-send{ending}")
        settings.put(session, "display.contrast", False)

    def diagnosed(self, session: Session) -> None:
        """The diagnosis; afterwards the home knows what the endpoint says is due."""
        if self.wanted("diagnosis"):
            for camera, ending in self.cameras(session, self._story.firm):
                camera.page("diagnosis", "diagnosis" + ending)

    def filed(self, session: Session) -> None:
        """The filing page: stopped, then with receipts."""
        story = self._story
        if not self.wanted("send"):
            return
        tour = Tour(session, story, Console(quiet=True))
        tour.correct()
        for camera, ending in self.cameras(session, story.firm):
            scenes.stopped(camera, story, ending)
        with connecting.practise(session, story.firm) as practice:
            tour.file(practice.profile_path, self._folder / "receipts")
        for camera, ending in self.cameras(session, story.firm):
            camera.send(story.month, "send" + ending)

    def parted(self, session: Session) -> None:
        """A return that another computer filed too; an import that was cut short."""
        story, inbox = self._story, self._folder / "inbox"
        if self.wanted("desk-resume"):
            scenes.cut_short(session, scenes.many_books(inbox), story)
            for camera, ending in self.cameras(session, story.firm):
                camera.desk("desk-resume" + ending)
        if self.wanted("three-ways", "explanation"):
            Tour(session, story, Console(quiet=True)).correct()
        if self.wanted("explanation"):
            address = scenes.changed_since_explained(session, story)
            for camera, ending in self.cameras(session, story.firm):
                camera.entry("XM", story.month, address, "explanation" + ending)
        if self.wanted("three-ways"):
            with scenes.overtaken(session, story, self._folder):
                for camera, ending in self.cameras(session, story.firm):
                    scenes.three_ways(camera, ending)

    def used(self, session: Session) -> None:
        """After an import; then what was sent back, what waits, and the window in trouble."""
        story, inbox = self._story, self._folder / "used-books"
        inbox.mkdir()
        book = scenes.altered(story, inbox)
        if self.wanted("import-done", "import-earlier"):
            for camera, ending in self.cameras(session, story.firm):
                states.imported(camera, book, ending)
        if self.wanted("settings-end", "settings-card"):
            for camera, ending in self.cameras(session, story.firm):
                states.settings_below(camera, ending)
        if self.wanted(*SENT_BACK):
            Tour(session, story, Console(quiet=True)).correct()
            with states.sent_back(session, story, self._folder):
                for camera, ending in self.cameras(session, story.firm):
                    states.refused(camera, ending)
            carried = states.offline(session, story, self._folder)
            for camera, ending in self.cameras(session, story.firm):
                states.waiting(camera, story, carried, ending)
        if self.wanted("crash", "locked"):
            for camera, ending in self.cameras(session, story.firm):
                states.locked_and_failed(camera, ending)

    def named(self, session: Session) -> None:
        """An enterprise whose name is as long as names become."""
        if not self.wanted("named"):
            return
        story = msgspec.structs.replace(self._story, name=scenes.LONG_FIRM)
        prepare(session, story)
        for camera, ending in self.cameras(session, story.firm):
            scenes.named(camera, story, ending)
        Tour(session, story, Console(quiet=True)).correct()
        with connecting.practise(session, story.firm) as practice:
            Tour(session, story, Console(quiet=True)).file(practice.profile_path, self._folder / "named-receipts")
        for camera, ending in self.cameras(session, story.firm):
            scenes.named_receipt(camera, story, ending)

    def under_way(self, session: Session) -> None:
        """A workbook being read; backups and definitions that lie in files."""
        story = self._story
        if not self.wanted("reading", "kept-backups", "kept-inside", "other-definitions"):
            return
        prepare(session, story)
        back_up(session)
        Tour(session, story, Console(quiet=True)).correct()
        for camera, ending in self.cameras(session, story.firm):
            under_way.backups(camera, ending)
            under_way.other_definitions(camera, self._folder, ending)
            under_way.reading(camera, story, ending)

    def sending(self) -> None:
        """A return being filed: in each look from a home of its own, for afterwards it is frozen, then sent."""
        story = self._story
        for ending, _ in looks():
            if self._look not in ending or not self.wanted("sending"):
                continue
            with self.home(f"sending{ending}") as session:
                prepare(session, story)
                Tour(session, story, Console(quiet=True)).correct()
                with connecting.practise(session, story.firm):
                    for camera, _ in self.cameras(session, story.firm, only=ending):
                        under_way.sending(camera, story, ending)

    def group(self, session: Session) -> None:
        """Several enterprises in one home."""
        if self.wanted("rollup"):
            folder = self._folder / "group-books"
            folder.mkdir()
            scenes.a_group(session, scenes.many_books(folder), self._story)
            for camera, ending in self.cameras(session, self._story.firm):
                scenes.rollup(camera, ending)

    def newer(self, session: Session) -> None:
        """A newer version of the definitions has come."""
        if self.wanted("versions"):
            scenes.newer_definitions(session, self._folder)
            for camera, ending in self.cameras(session, self._story.firm):
                scenes.versions(camera, ending)


def size(text: str) -> tuple[int, int]:
    """``1366x768``."""
    width, _, height = text.partition("x")
    return int(width), int(height)


def looks() -> Iterator[tuple[str, dict[str, Value]]]:
    """Each look with the ending its pictures have."""
    for language, theme, size in product(LANGUAGES, THEMES, SIZES):
        yield (
            f"-{language}-{theme}-{size}",
            {"display.language": language, "display.theme": theme, "display.font_size": size},
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

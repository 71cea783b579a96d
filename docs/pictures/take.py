"""Takes the pictures of the window for the documents: ``make.py pictures``.

Every page in both languages, light and dark, at 100 % and 150 %, into ``build/pictures``; those the READMEs show
are copied beside this file. ``--only PAGE`` takes one page.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402

from client.base.clock import SystemClock  # noqa: E402
from client.tour.script import TODAY, Sample, sample  # noqa: E402
from client.tour.steps import Tour  # noqa: E402
from client.tour.window import prepare  # noqa: E402
from client.ui.camera import Camera  # noqa: E402
from client.usecases import connecting  # noqa: E402
from client.usecases.opening import open_session  # noqa: E402
from client.usecases.session import Session  # noqa: E402
from client.usecases.settings_table import Value  # noqa: E402
from forms.periods import Period  # noqa: E402

LANGUAGES = ("zh", "en")
THEMES = ("light", "dark")
SIZES = (100, 150)
QUIET = ("desk", "charts", "paper", "firms", "notices", "help", "settings")
"""Pages that are shown as they are."""

SHOWN = {
    "desk-zh-light-100": "desk",
    "entry-zh-light-100": "entry",
    "projects-zh-light-100": "projects",
    "import-zh-light-100": "import",
    "send-zh-light-100": "send",
    "entry-en-dark-100": "entry-en-dark",
    "settings-en-dark-150": "settings-en-dark",
}
"""Which pictures the documents show, and under what name."""


def main(arguments: list[str]) -> int:
    """Take them all; answers the exit status."""
    parser = argparse.ArgumentParser(prog="make.py pictures", description=__doc__)
    parser.add_argument("--only", default="", help="one page")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "pictures")
    chosen = parser.parse_args(arguments)
    story = sample()
    with (
        tempfile.TemporaryDirectory(prefix="jibao-pictures-") as home,
        open_session(Path(home), passphrase=secrets.token_hex(16), clock=SystemClock(TODAY)) as session,
    ):
        prepare(session, story)
        for ending, held in looks():
            take(session, story, chosen.out, held, ending, chosen.only)
        if chosen.only in ("", "send"):
            file(session, story, Path(home) / "receipts")
            for ending, held in looks():
                with Camera(session, story.firm, chosen.out, held=held) as camera:
                    camera.send(story.month, "send" + ending)
    for taken, name in SHOWN.items():
        if (chosen.out / f"{taken}.png").exists():
            shutil.copy(chosen.out / f"{taken}.png", HERE / f"{name}.png")
    return 0


def looks() -> Iterator[tuple[str, dict[str, Value]]]:
    """Each look with the ending its pictures have."""
    for language, theme, size in product(LANGUAGES, THEMES, SIZES):
        yield (
            f"-{language}-{theme}-{size}",
            {"display.language": language, "display.theme": theme, "display.font_size": size},
        )


def file(session: Session, story: Sample, out: Path) -> None:
    """Set the slips right and file, so that there are receipts to be seen."""
    tour = Tour(session, story, Console(quiet=True))
    tour.correct()
    with connecting.practise(session, story.firm) as practice:
        tour.file(practice.profile_path, out)


def take(session: Session, story: Sample, out: Path, held: dict[str, Value], ending: str, only: str) -> None:
    """Every page in one look."""
    with Camera(session, story.firm, out, held=held) as camera:
        for page in QUIET:
            if only in ("", page):
                camera.page(page, page + ending)
        if only in ("", "entry"):
            camera.entry("JY", story.month, "JY021", "entry" + ending)
        if only in ("", "projects"):
            camera.entry("XM", Period.parse(story.period), "", "projects" + ending)
        if only in ("", "import"):
            camera.review(story.path, "import" + ending)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A window in a process of its own, somebody at its keyboard, to be killed in the midst of what they do.

``python -m tests.journeys.doomed_window HOME FIRM ACT [FILE]`` opens the home and does one of ``ACTS`` by
keyboard; a word is printed when it is well under way, and there it stays. It never ends by itself.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop, Qt

from client.base.clock import SystemClock
from client.tour.script import TODAY
from client.ui.app import Window, application
from client.ui.settings import versions
from client.usecases.books import importing, reviewing
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.home.unfinished import left_behind
from client.usecases.returns import migrating
from tests.client.ui.conftest import Pilot
from tests.journeys.hands import Hands
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse 电池 staple"
OPEN_TEXT = "98.76"
COUNTED = "JY042"
HESITATES = 3
"""Where somebody types numbers without end; one of so many is looked at for a while before it is entered."""
Key = Qt.Key


def open_home(home: Path) -> Session:
    """The home, on the story's day."""
    return open_session(home, passphrase=PASSPHRASE, clock=SystemClock(TODAY))


class Patience:
    """Waits as pytest-qt does, without pytest."""

    def waitUntil(self, condition: Callable[[], object], *, timeout: int = PATIENCE) -> None:
        clock = QElapsedTimer()
        clock.start()
        while True:
            try:
                if condition() in (None, True):
                    return
            except AssertionError:
                pass
            if clock.hasExpired(timeout):
                raise TimeoutError
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def type_on(hands: Hands, _: str) -> None:
    """Text that was saved, and text in an open editor."""
    pilot = hands.pilot
    pilot.open("JY", "2025-09")
    hands.wait_at("sheet")
    for address, text, key in (("JY042", "12.34", Key.Key_Return), ("JY041", OPEN_TEXT, None)):
        hands.ctrl(Key.Key_F)
        hands.type(address)
        hands.press(Key.Key_Return, Key.Key_Escape)
        pilot.keys(text)
        if key is not None:
            hands.press(key)
            pilot.settle()
    wait_kept(pilot, OPEN_TEXT)
    say("typed")


def wait_kept(pilot: Pilot, text: str) -> None:
    """Wait until what stands in the open editor is on disk, beside the return."""
    session, firm = pilot.window.conductor.context.session, pilot.draft.current.firm
    pilot.until(lambda: [each.text for each in left_behind(session, firm)] == [text])


def type_without_end(hands: Hands, first: str) -> NoReturn:
    """Numbers into one cell, each told once it is on disk; some of them are left open for a while."""
    pilot = hands.pilot
    pilot.open("JY", "2025-09")
    hands.wait_at("sheet")
    for number in itertools.count(int(first)):
        pilot.sheet.go_to(COUNTED)
        pilot.keys(str(number))
        if number % HESITATES == 0:
            wait_kept(pilot, str(number))
        pilot.keys(key=Key.Key_Return)
        pilot.settle()
        say(str(number))


def file(hands: Hands, _: str) -> None:
    """All that is ready of the month."""
    hands.ctrl(Key.Key_4)
    hands.pilot.settle()
    hands.tab_to("send")
    hands.press(Key.Key_Return)
    say("filing")


def store(hands: Hands, book: str, *, after: bool = False) -> None:
    """What a workbook brings: amid the transaction, or ``after`` it."""
    hands.ctrl(Key.Key_O)
    hands.answer(Path(book))
    hands.wait_at("accept")
    stay_at(*((reviewing, "apply") if after else (importing, "settle")))
    hands.press(Key.Key_Return)


def go_over(hands: Hands, _: str, *, after: bool = False) -> None:
    """To the newer definitions that were fetched: amid the transaction, or ``after`` it."""
    hands.pilot.window.conductor.go("settings")
    hands.pilot.settle()
    button = hands.pilot.child("goOver")
    hands.pilot.until(button.isVisible)
    button.setFocus()
    stay_at(*((versions, "carry_over") if after else (migrating, "_carry_over")))
    hands.press(Key.Key_Return)


ACTS: dict[str, Callable[[Hands, str], None]] = {
    "type": type_on,
    "type without end": type_without_end,
    "file": file,
    "store": store,
    "stored": partial(store, after=True),
    "go over": go_over,
    "went over": partial(go_over, after=True),
}


def stay_at(module: ModuleType, name: str) -> None:
    """Whoever has done this says so, and goes no further."""
    real = getattr(module, name)

    def do_and_stay(*given: object, **more: object) -> NoReturn:
        real(*given, **more)
        say(name)
        threading.Event().wait()
        raise SystemExit("nobody killed it")

    setattr(module, name, do_and_stay)


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main(home: Path, firm: str, act: str, file: str = "") -> NoReturn:
    app = application()
    window = Window(app, lambda _: open_home(home), home=home, firm=firm, held={"display.theme": "light"})
    window.open()
    window.faults.uninstall()  # what goes wrong here is to be read
    pilot = Pilot(Patience(), window)  # type: ignore[arg-type]
    pilot.until(lambda: pilot.window.conductor.pages is not None)
    hands = Hands(pilot)
    pilot.settle()
    pilot.until(lambda: hands.at in ("due", "sheet"))  # the sheet: a former one was killed in the midst of a text
    ACTS[act](hands, file)
    app.exec()
    raise SystemExit("nobody killed it")


@contextmanager
def begun(home: Path, firm: str, act: str, file: Path | str = "") -> Iterator[list[str]]:
    """The window, once what it does is well under way; at the end it is killed, what it said is in the list."""
    words = [sys.executable, "-m", "tests.journeys.doomed_window", str(home), firm, act, str(file)]
    made = subprocess.Popen(
        words,
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with made:
        assert made.stdout is not None
        assert made.stderr is not None
        said = [made.stdout.readline()]
        try:
            if not said[0]:
                raise RuntimeError(made.stderr.read())
            yield said
            assert made.poll() is None, "it ended by itself"
        finally:
            made.kill()
            said += made.stdout.read().splitlines()  # also what came along with the first line


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

"""kill -9 of the real program: what was stored is whole, what was sent is sent once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from client.base.clock import SystemClock
from client.practice import Hooks, Practice
from client.tour.script import sample
from client.usecases.books import importing
from client.usecases.bureau import connecting
from client.usecases.home.opening import open_session
from forms.returns import ReturnKey
from tests.client.workbook.enterprises import summary, write
from tests.journeys.gates import Gate
from tests.journeys.program import ROOT, Program, on_a_quick_home
from tests.journeys.projects import project_list

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

ROWS = 600
FIGURES = 5
"""So many figures a line of the summary holds."""
STORY = sample()


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of many projects, so that storing it takes a while."""
    return project_list(tmp_path_factory.mktemp("books") / "项目清单.xlsx", ROWS)


def test_an_import_killed_anywhere_is_stored_whole_or_not_at_all(tmp_path: Path, long_list: Path) -> None:
    arguments = ("import", long_list, "--enterprise", STORY.firm, "--period", STORY.period, "--form", "XM")
    seeded = random.Random(20251008)
    seen = set()
    for number in range(4):
        program = on_a_quick_home(tmp_path / f"home {number}")
        running = program.start(*arguments)
        wait_for(running, lambda home=program.home: list(home.glob("enterprises/*/*.store-wal")))
        threading.Event().wait(seeded.uniform(0, 0.12))  # its store is being made, written to, or was written
        running.send_signal(signal.SIGKILL)
        running.communicate()
        seen.add(stored_rows(program))
    assert seen <= {0, ROWS}
    assert program.run(*arguments).status == 1, "the list lacks much of what is asked for"
    assert stored_rows(program) == ROWS


def wait_for(running: subprocess.Popen[str], condition: Callable[[], object]) -> None:
    """Until something is there, or the program has ended without it."""
    while running.poll() is None and not condition():
        threading.Event().wait(0.002)


def stored_rows(program: Program) -> int:
    """How many projects the home holds."""
    with open_session(program.home, passphrase=program.passphrase, create=False) as session:
        held = session.look(STORY.firm, lambda books: books.returns.get(ReturnKey(STORY.firm, "XM", STORY.month)))
    return len(held.rows["XM"]) if held is not None else 0


DIES = """
import os, runpy, signal, sys
from client.usecases.books.batches import batching

MOMENT, done = sys.argv.pop(1), []

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def do(session, batch, part, real=batching._do):
    if len(done) == 2 and MOMENT == "before":
        die()
    done.append(real(session, batch, part))
    if len(done) == 2 and MOMENT == "after":
        die()
    return done[-1]

batching._do = do
sys.argv[0] = "main.py"
runpy.run_path("main.py", run_name="__main__")
"""
"""The program, which kills itself before the third enterprise, or before it has noted that the second is done."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_many_enterprises_killed_half_way_are_gone_on_with_and_taken_back(tmp_path: Path, moment: str) -> None:
    program, count = on_a_quick_home(tmp_path / "home"), 6
    book = write(tmp_path / "来件" / "汇总.xlsx", 汇总=summary(count))
    _, _, *words = program.command("import", book.parent, "--period", STORY.period, "--home", program.home)
    died = subprocess.run(
        [sys.executable, "-c", DIES, moment, *words], cwd=ROOT, env=program.environment(), check=False
    )
    assert died.returncode == -signal.SIGKILL
    (done,) = program.run("batch", "resume").answer["batches"]
    assert [(part["state"], part["cells"]) for part in done["parts"]] == [("done", FIGURES)] * count
    (undone,) = program.run("batch", "undo").answer["batches"]
    assert [part["state"] for part in undone["parts"]] == ["undone"] * count


@pytest.mark.parametrize(("where", "stored"), [("before_commit", False), ("after_commit", True)])
def test_filing_killed_around_the_answer_is_filed_once(tmp_path: Path, where: str, stored: bool) -> None:
    gate = Gate(cut="never" if stored else "waiting")
    program = on_a_quick_home(tmp_path / "home")
    with Practice(tmp_path / "office", SystemClock(date(2025, 10, 8)), hooks=Hooks(**{where: gate})) as practice:
        prepare(program, practice)
        running = program.start("submit", "--form", "JB")
        assert gate.reached.wait(300)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        gate.opened.set()
        left = program.run("status", "--form", "JB")
        assert left.returned("JB")["state"] == "sent"
        version = left.answer["filed"][0]["version_id"]
        done = program.run("submit", "--form", "JB")
        assert done.status == 0, done.out
        after = program.run("status", "--form", "JB").answer["filed"]
        assert [(each["version_id"], each["state"]) for each in after] == [(version, "accepted")]
        assert after[0]["receipt_no"].endswith("1"), "the first and only receipt of this endpoint"


def prepare(program: Program, practice: Practice) -> None:
    """A home enrolled at the endpoint with a profile return that can be filed."""
    with open_session(program.home, passphrase=program.passphrase) as session:
        connecting.enrol(session, STORY.firm, practice.profile_path, practice.issue_code(STORY.firm))
        importing.apply(session, importing.plan(session, STORY.path, STORY.firm, STORY.month, ["JB"]))

"""Someone who types without end, through the use cases the window uses, and says what was saved.

``python -m tests.faults.typist KILLS SEED FOLDER [--forget]`` starts a typist, kills it with ``kill -9`` at a
random moment, opens what is left and looks, and so on with the same home; it prints one line of JSON per kill.
Each typist is a process of its own, forked so that the interpreter need not start anew. With ``--forget`` the
store is told to acknowledge before it has committed: the known-bad setting.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from client.base.home import prepare_home
from client.keys import Keychain
from client.store import Store
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import Draft, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.outcome import Outcome
from client.usecases.safekeeping import auditing
from forms.periods import Period
from forms.returns import ReturnKey
from tests.faults.killing import PATIENCE, killed

FIRM = "91441300MA58H0D25G"
MONTH = Period.parse("2025-09")
CELLS = ("JY001", "JY002", "JY007", "JY010", "JY018", "JY021")
BATCH = 20


def open_home(home: Path, keys: Keychain) -> Session:
    """The home as the program opens it; its keys are held by whoever kills."""
    return open_session(home, keys=keys)


def type_on(session: Session, out: BinaryIO, number: int, chance: random.Random) -> NoReturn:
    """Type ``number + 1``, ``number + 2`` … by turns into cells, say each once it is saved, and never end."""
    draft = open_draft(session, ReturnKey(FIRM, "JY", MONTH))

    def say(saved: int) -> Callable[[Future[None]], None]:
        def landed(future: Future[None]) -> None:
            if future.exception() is None:
                out.write(b"%d\n" % saved)

        return landed

    while True:
        number += 1
        last = None
        for outcome in _acts(draft, number, chance):
            store = session.store_of(FIRM)
            store.submit(lambda books, n=number: books.scratch.put(ReturnKey(FIRM, "JY", MONTH), "JY001", str(n)))
            last = save(session, outcome)
        assert last is not None
        last.add_done_callback(say(number))
        if chance.random() < 0.3:
            last.result()


def _acts(draft: Draft, number: int, chance: random.Random) -> list[Outcome]:
    """Every act leaves ``number`` in JY007; some by way of an undo and a redo."""
    cell = CELLS[number % len(CELLS)]
    done = [draft.type({cell: str(number), "JY007": str(number)})]
    if chance.random() < 0.15:
        done += [draft.undo(), draft.redo()]
    return [outcome for outcome in done if outcome is not None]


def kill_once(home: Path, keys: Keychain, number: int, chance: random.Random) -> dict[str, Any]:
    """Let a typist type, kill it at a random moment, open the home and look."""
    by_kill, said = killed(
        lambda out: type_on(open_home(home, keys), out, number, chance),
        # Before the store is open, while it is being opened, at once, or well into the typing.
        said_within=chance.choice((0.005, 0.03, PATIENCE, PATIENCE, PATIENCE)),
        lines=chance.choice((1, 2, 4)),
        after=chance.uniform(0, 0.12),
    )
    lines = [line for line in said.split(b"\n")[:-1] if line]
    acknowledged = int(lines[-1]) if lines else number
    return {
        "killed": by_kill,
        "acknowledged": acknowledged,
        "typed": len(lines),
        **look(home, keys),
    }


def look(home: Path, keys: Keychain) -> dict[str, Any]:
    """Open the home as the program would; ``seconds`` until its return is there to be typed into.

    ``worked`` is the processor time of it: what the same would take with a processor to itself.
    """
    started, work_before = time.perf_counter(), time.process_time()
    with open_home(home, keys) as session:
        draft = open_draft(session, ReturnKey(FIRM, "JY", MONTH))
        seconds, worked = time.perf_counter() - started, time.process_time() - work_before
        cell = draft.cell("JY007")
        found = int(cell.text) if cell is not None else 0
        entries = session.look(FIRM, lambda books: books.changes.entries(ReturnKey(FIRM, "JY", MONTH)))
        acts = [e for e in entries if e.kind == "do"]
        numbers = [
            int(edit.new.text) for e in acts for edit in e.change.edits if edit.address == "JY007" and edit.new
        ]
        audited = auditing.verify(session, FIRM)
        return {
            "found": found,
            "holes": [n for n in range(1, found + 1) if n not in numbers],
            "whole": audited.whole,
            "seconds": round(seconds, 4),
            "worked": round(worked, 4),
        }


def main(arguments: list[str]) -> int:
    kills, seed, home = int(arguments[0]), int(arguments[1]), Path(arguments[2])
    if "--forget" in arguments:
        _acknowledge_too_early()
    chance = random.Random(seed)
    number = 0
    for count in range(kills):
        if count % BATCH == 0:
            # A log that grows without end would measure the length of the log.
            home, number = home.with_name(f"home-{count}"), 0
            keys = Keychain.loose(prepare_home(home))
            with open_home(home, keys) as session:
                enterprises.add(session, FIRM)
        told = kill_once(home, keys, number, random.Random(chance.getrandbits(32)))
        number = max(told["found"], told["acknowledged"])
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    return 0


def _acknowledge_too_early() -> None:
    """The known-bad setting: everything is acknowledged while its transaction is still open."""

    def put_off(store: Store, work: Callable[..., Any]) -> Any:
        if not store._connection.in_transaction:
            store._connection.execute("BEGIN IMMEDIATE")
        return work(store._books), store._noted

    Store._commit = put_off  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Someone who types, imports, takes back, files, backs up and restores without end, and is killed at any moment.

``python -m tests.faults.worker KILLS SEED FOLDER`` kills it with ``kill -9`` at random moments, opens what is left
as the program would and looks: everything acknowledged is there, an import wholly or not at all, every backup that
is listed whole, the trail unbroken, nothing half made left lying about. It prints one line of JSON per kill.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from client.base.errors import UserError
from client.base.home import BACKUPS_FOLDER, prepare_home
from client.keys import Keychain
from client.tour.script import sample
from client.usecases.books import imported, importing
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.safekeeping import auditing, restoring
from client.usecases.safekeeping.backing_up import back_up
from client.usecases.safekeeping.backup_folders import listed, read_backup
from forms.periods import Period
from forms.returns import ReturnKey
from tests.faults.killing import PATIENCE, killed
from tests.filed import a_version

STORY = sample()
FIRM = STORY.firm
MONTH = Period.parse(STORY.period)
TYPED = Period.parse("2025-05")
"""The month typed into: the workbook is of another."""
BATCH = 25
ROUNDS = 5
"""Of four lines each: it is killed in one of them."""


def work_on(session: Session, out: BinaryIO, number: int, chance: random.Random) -> NoReturn:
    """Do one thing after another, saying each before it is begun and what is acknowledged after it."""

    def say(word: str) -> None:
        out.write(f"{word}\n".encode())

    while True:
        number += 1
        say("type")
        outcome = open_draft(session, ReturnKey(FIRM, "JY", TYPED)).type(
            {"JY021": str(number), "JY001": str(number)}
        )
        assert outcome is not None
        save(session, outcome).result()
        say(f"={number}")
        what = chance.choice(("import", "take-back", "file", "back-up", "restore"))
        say(what)
        _do(session, what, number)
        say("done")


def _do(session: Session, what: str, number: int) -> None:
    if what == "import":
        plan = importing.plan(session, STORY.path, FIRM, MONTH)
        if plan.changes:
            importing.apply(session, plan)
    elif what == "take-back":
        standing = [each for each in imported.all_of(session, FIRM) if not each.undone]
        if standing:
            imported.undo(session, FIRM, standing[0].import_id)
    elif what == "file":
        version = a_version("JY", TYPED, firm=FIRM, version_id=f"v{number}", digest=f"{number:064x}")
        session.store_of(FIRM).run(lambda books: books.outbox.put(version))
    elif what == "back-up":
        back_up(session)
    else:  # of this very moment: whatever was acknowledged stays true
        restoring.restore(session, back_up(session).backup.folder)


def kill_once(home: Path, keys: Keychain, number: int, chance: random.Random) -> dict[str, Any]:
    """Let it work, kill it at a random moment, open the home and look."""
    by_kill, said = killed(
        lambda out: work_on(open_session(home, keys=keys), out, number, chance),
        said_within=chance.choice((0.03, PATIENCE, PATIENCE, PATIENCE)),
        lines=chance.randrange(1, 4 * ROUNDS),
        after=chance.uniform(0, 0.5),
    )
    lines = said.decode().split("\n")[:-1]
    typed = [int(line[1:]) for line in lines if line.startswith("=")]
    done = Counter(before for before, line in pairwise(lines) if line == "done")
    return {
        "killed": by_kill,
        "during": next((line for line in reversed(lines) if line[:1] != "="), "opening"),
        "acknowledged": typed[-1] if typed else number,
        "done": done,
        **look(home, keys),
    }


def look(home: Path, keys: Keychain) -> dict[str, Any]:
    """Open the home as the program would; ``faults`` names what is not as it should be."""
    faults = []
    with open_session(home, keys=keys) as session:
        target = session.look(FIRM, lambda books: books.returns.get(ReturnKey(FIRM, "JY", TYPED)))
        figures = [
            target.cells[code].text if target and code in target.cells else "0" for code in ("JY021", "JY001")
        ]
        if figures[0] != figures[1]:
            faults.append(f"half an act: {figures}")
        returns = session.look(FIRM, lambda books: books.returns.all(FIRM, MONTH))
        standing = [each for each in imported.all_of(session, FIRM) if not each.undone]
        if bool(standing) != any(each.cells for each in returns):
            faults.append("half an import")
        audited = auditing.verify(session, FIRM)
        if not audited.report.whole or audited.lost or audited.doubts:  # what is filed here has no real manifest
            faults.append(f"trail {audited}")
        for backup in listed(home):
            try:
                read_backup(backup.folder)
            except UserError as error:
                faults.append(f"{backup.folder.name}: {error.code}")
        left = [*home.glob("restore.*"), *home.glob("*.looking"), *(home / BACKUPS_FOLDER).glob("*.part")]
        faults += [f"left {path.name}" for path in left]
        if [each.code for each in enterprises.all_of(session)] != [FIRM]:
            faults.append("enterprises")
    return {"found": int(figures[0]), "faults": faults}


def main(arguments: list[str]) -> int:
    kills, seed, home = int(arguments[0]), int(arguments[1]), Path(arguments[2])
    chance, number = random.Random(seed), 0
    for count in range(kills):
        if count % BATCH == 0:
            home, number = home.with_name(f"home-{count}"), 0
            held = Keychain.loose(prepare_home(home))
            with open_session(home, keys=held) as session:
                enterprises.add(session, FIRM, STORY.name)
        told = kill_once(home, held, number, random.Random(chance.getrandbits(32)))
        number = max(told["found"], told["acknowledged"])
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

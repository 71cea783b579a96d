"""A home of so many enterprises added up, each from a store of its own; seconds a process and memory of it.

Each has three months of the revenue form, full as a person would fill it, and a profile. Told beside it: what it
takes merely to open every store and read its returns, which no roll-up can do without.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from client.base.home import prepare_home
from client.keys import Keychain
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from client.usecases.views.rollup.adding import roll_up
from client.usecases.views.rollup.model import Question
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.workbook.enterprises import code

MONTHS = ("2025-07", "2025-08", "2025-09")
REGIONS = ("441302", "441303", "440305")


def fill(session: Session, count: int) -> None:
    """The enterprises with their returns."""
    form = session.pack.forms["JY"]
    numbers = [each for each in form.indicators.values() if each.numeric and not each.computed]
    for number in range(count):
        firm = enterprises.add(session, code(number), f"第{number}公司").code
        profile = open_draft(session, ReturnKey(firm, "JB", Period.parse("2025"))).type(
            {"JB009": REGIONS[number % 3]}
        )
        assert profile is not None
        save(session, profile.change).result()
        for at, month in enumerate(MONTHS, 7):
            texts = {each.code: str(at * 1000 + number) for each in numbers}
            texts |= {f"{each.code}@ly": str(at * 900 + number) for each in numbers if each.columns}
            outcome = open_draft(session, ReturnKey(firm, "JY", Period.parse(month))).type(texts)
            assert outcome is not None
            save(session, outcome.change).result()
        session.vault.shut(firm)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = prepare_home(Path(folder) / "home")
        keys = Keychain.loose(home)
        with open_session(home, keys=keys) as session:
            fill(session, count)
        with open_session(home, keys=keys) as session:
            session.pack  # noqa: B018 - read once, not part of either
            marks = [time.process_time()]
            for firm in enterprises.all_of(session):
                session.look(firm.code, lambda books, firm=firm: books.returns.all(firm.code))
            marks.append(time.process_time())
        with open_session(home, keys=keys) as session:
            session.pack  # noqa: B018
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            marks.append(time.process_time())
            found = roll_up(session, Question(period=Period.parse("2025-09"), form="JY", by="JB009"))
            marks.append(time.process_time())
            more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert len(found.line("JY001").parts) == count
    print(f"read {marks[1] - marks[0]:.3f}")
    print(f"added {marks[3] - marks[2]:.3f}")
    print(f"memory {more / 1024:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]))

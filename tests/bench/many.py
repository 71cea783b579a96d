"""A workbook of so many enterprises: planned, stored one after another, taken back; processor seconds of each."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from client.base.home import prepare_home
from client.keys import Keychain
from client.usecases.books.batches import batching, importing_many
from client.usecases.home.opening import open_session
from forms.periods import Period
from tests.client.workbook.enterprises import projects, summary, write

PROJECTS_EACH = 3


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        owners = [number % count for number in range(count * PROJECTS_EACH)]
        book = write(Path(folder) / "汇总.xlsx", 汇总=summary(count), 重点项目=projects(owners))
        home = prepare_home(Path(folder) / "home")
        with open_session(home, keys=Keychain.loose(home)) as session:
            marks = [time.process_time()]
            planned = importing_many.plan(session, [book], Period.parse("2025-09"))
            marks.append(time.process_time())
            batch = importing_many.store(session, planned)
            marks.append(time.process_time())
            assert batch is not None
            assert len(batch.parts) == count
            assert not batch.unfinished
            batching.undo(session, batch.batch_id)
            marks.append(time.process_time())
    for name, start, end in zip(("plan", "store", "undo"), marks, marks[1:], strict=False):
        print(f"{name} {end - start}")


if __name__ == "__main__":
    main(int(sys.argv[1]))

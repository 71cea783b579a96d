"""Are the returns what the log says was done to them?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from client.store.repositories.ledger import Ledger
from client.store.repositories.log import Log
from client.store.repositories.records import Records
from forms.returns import Return, ReturnKey, apply


class Doubt(msgspec.Struct, frozen=True):
    """A cell that is not what the log makes of it; ``address`` is blank for rows and explanations."""

    key: ReturnKey
    address: str


class Replay:
    """Does everything again in memory, and writes nothing."""

    def __init__(self, ledger: Ledger, records: Records, log: Log) -> None:
        self._ledger = ledger
        self._records = records
        self._log = log

    def doubts(self) -> Iterator[Doubt]:
        """Where the returns hold something else than what was ever done to them leads to."""
        for (return_id,) in self._ledger.execute("SELECT id FROM returns ORDER BY id").fetchall():
            held = self._records.load(return_id)
            made = Return(*held.key, self._records.begun_with(return_id))
            for entry in self._log.entries(return_id):
                apply(made, entry.change)
            for address in sorted(_differing(held, made)):
                yield Doubt(held.key, address)


def _differing(held: Return, made: Return) -> set[str]:
    addresses = held.cells.keys() | made.cells.keys()
    found = {address for address in addresses if held.cells.get(address) != made.cells.get(address)}
    tables = {name: ids for name, ids in made.rows.items() if ids}
    if held.rows != tables or held.explanations != made.explanations or held.pack != made.pack:
        found.add("")
    return found

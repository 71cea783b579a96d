"""The small repositories: enterprises, endpoints, named blobs, and text of open editors."""

from __future__ import annotations

from typing import Literal

from client.store.packed.cells import storable
from client.store.repositories.audit import Audit
from client.store.repositories.ledger import Ledger
from client.store.repositories.model import Endpoint, Enterprise, ScratchText
from forms.periods import Period
from forms.returns import ReturnKey


class Enterprises:
    """The enterprises this store keeps returns of."""

    def __init__(self, ledger: Ledger, audit: Audit) -> None:
        self._ledger = ledger
        self._audit = audit

    def put(self, enterprise: Enterprise) -> None:
        """Add an enterprise, or give it another name."""
        if self.get(enterprise.code) == enterprise:
            return
        query = "INSERT INTO enterprises VALUES(?,?) ON CONFLICT DO UPDATE SET name = excluded.name"
        self._ledger.execute(query, (enterprise.code, enterprise.name))
        self._audit.append("enterprise", enterprise.code, enterprise.name.encode())

    def get(self, code: str) -> Enterprise | None:
        for row in self._ledger.execute("SELECT code, name FROM enterprises WHERE code = ?", (code,)):
            return Enterprise(*row)
        return None

    def all(self) -> list[Enterprise]:
        """In the order they were added."""
        return [
            Enterprise(*row) for row in self._ledger.execute("SELECT code, name FROM enterprises ORDER BY rowid")
        ]


_ENDPOINT = ", ".join(Endpoint.__struct_fields__)


class Endpoints:
    """One endpoint a firm, with the device it enrolled there."""

    def __init__(self, ledger: Ledger, audit: Audit) -> None:
        self._ledger = ledger
        self._audit = audit

    def put(self, endpoint: Endpoint) -> None:
        """Keep a firm's endpoint in place of the one it had."""
        values = [getattr(endpoint, name) for name in Endpoint.__struct_fields__]
        places = ",".join("?" * len(values))
        self._ledger.execute(f"REPLACE INTO endpoints({_ENDPOINT}) VALUES({places})", values)
        self._audit.append("endpoint", endpoint.firm, f"{endpoint.device_id} {endpoint.state}".encode())

    def get(self, firm: str) -> Endpoint | None:
        query = f"SELECT {_ENDPOINT} FROM endpoints WHERE firm = ?"  # noqa: S608
        for row in self._ledger.execute(query, (firm,)):
            return Endpoint(**dict(zip(Endpoint.__struct_fields__, row, strict=True)))
        return None

    def all(self) -> list[Endpoint]:
        query = f"SELECT {_ENDPOINT} FROM endpoints ORDER BY rowid"  # noqa: S608
        return [
            Endpoint(**dict(zip(Endpoint.__struct_fields__, row, strict=True)))
            for row in self._ledger.execute(query)
        ]


class Blobs:
    """Named blobs: ``cache`` for what can be fetched again, ``settings`` for what cannot.

    That is what a person chose, files beside returns, what was heard of versions made elsewhere.
    """

    def __init__(self, ledger: Ledger, table: Literal["cache", "settings"]) -> None:
        self._ledger = ledger
        self._table = table

    def put(self, name: str, value: bytes) -> None:
        query = f"REPLACE INTO {self._table} VALUES(?,?,?)"
        self._ledger.execute(query, (name, value, self._ledger.now()))

    def get(self, name: str) -> bytes | None:
        query = f"SELECT value FROM {self._table} WHERE name = ?"  # noqa: S608
        for (value,) in self._ledger.execute(query, (name,)):
            return bytes(value)
        return None

    def names(self, prefix: str = "") -> list[str]:
        query = f"SELECT name FROM {self._table} WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name"  # noqa: S608
        return [name for (name,) in self._ledger.execute(query, (prefix,))]

    def delete(self, name: str) -> None:
        self._ledger.execute(f"DELETE FROM {self._table} WHERE name = ?", (name,))  # noqa: S608


class Scratch:
    """Text of editors that are still open, kept so that a crash loses at most half a second of it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def put(self, key: ReturnKey, address: str, text: str) -> None:
        row = (key.firm, key.form, str(key.period), address, storable(text), self._ledger.now())
        self._ledger.execute("REPLACE INTO scratch VALUES(?,?,?,?,?,?)", row)

    def clear(self, key: ReturnKey, address: str) -> None:
        """Forget one text: its editor was committed or cancelled."""
        query = "DELETE FROM scratch WHERE firm = ? AND form = ? AND period = ? AND address = ?"
        self._ledger.execute(query, (key.firm, key.form, str(key.period), address))

    def all(self) -> list[ScratchText]:
        """What a crash left behind, oldest first."""
        query = "SELECT firm, form, period, address, text, at FROM scratch ORDER BY at, rowid"
        return [
            ScratchText(ReturnKey(firm, form, Period.parse(period)), address, text, at)
            for firm, form, period, address, text, at in self._ledger.execute(query)
        ]

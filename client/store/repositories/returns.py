"""The repository of returns."""

from __future__ import annotations

from client.base.errors import OurFault
from client.base.stopping import NEVER, Stop
from client.store.repositories.audit import Audit
from client.store.repositories.ledger import Ledger
from client.store.repositories.log import Log
from client.store.repositories.model import ReturnHead
from client.store.repositories.records import Records
from forms.periods import Period
from forms.returns import Change, Edit, Explained, Return, ReturnKey, RowsEdit


class Returns:
    """Returns by enterprise, form and period."""

    def __init__(self, ledger: Ledger, audit: Audit, records: Records, log: Log) -> None:
        self._ledger = ledger
        self._audit = audit
        self._records = records
        self._log = log

    def get(self, key: ReturnKey, stop: Stop = NEVER) -> Return | None:
        """One return; a long list takes seconds, within which ``stop`` is heeded (``Stopped``)."""
        return_id = self._records.find(key)
        return None if return_id is None else self._records.load(return_id, stop)

    def packed(self, key: ReturnKey, stop: Stop = NEVER) -> Return | None:
        """One return whose list rows stay packed: each is unpacked when it is looked at, in whatever thread."""
        return_id = self._records.find(key)
        return None if return_id is None else self._records.load_packed(return_id, stop)

    def heads(
        self, firm: str | None = None, period: Period | None = None, form: str | None = None
    ) -> list[ReturnHead]:
        """Returns without their cells, by enterprise, period and form."""
        wanted = {"firm": firm, "form": form, "period": None if period is None else str(period)}
        filters = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join(f"{name} = :{name}" for name in filters) or "1"
        query = f"SELECT firm, form, period, pack, changed_at FROM returns WHERE {where} ORDER BY 1, 3, 2"  # noqa: S608
        return [
            ReturnHead(firm, form, Period.parse(spelled), pack, at)
            for firm, form, spelled, pack, at in self._ledger.execute(query, filters)
        ]

    def all(
        self,
        firm: str | None = None,
        period: Period | None = None,
        form: str | None = None,
        stop: Stop = NEVER,
    ) -> list[Return]:
        """Whole returns, in the order of ``heads``. Raises ``Stopped``."""
        heads = self.heads(firm, period, form)
        found = (self.get(head.key, stop) for head in heads)
        return [each for each in found if each is not None]

    def ensure(self, key: ReturnKey, pack: str) -> None:
        """Make the return, empty under ``pack``, if it is not there yet."""
        if self._records.find(key) is None:
            self.put_new(Return(*key, pack=pack))

    def rows(self, key: ReturnKey) -> dict[str, list[str]]:
        """The row ids of a return's tables, without its cells."""
        return_id = self._records.find(key)
        return {} if return_id is None else self._records.rows(return_id)

    def put_new(self, new: Return) -> None:
        """Make a return; what it already holds becomes its first change.

        Raises ``OurFault('store.return-exists')``.
        """
        if self._records.find(new.key) is not None:
            raise OurFault("store.return-exists", form=new.form, period=new.period)
        self._records.create(new.key, new.pack)
        self._audit.append("create-return", str(new.key), new.pack.encode())
        if new.cells or new.rows or new.explanations:
            self.record(filling(new))

    def record(self, change: Change, summary: str = "") -> Change:
        """Carry out ``change``: touched records rewritten, log and audit trail written.

        Answers it with what was really stored before. Raises ``OurFault('store.no-return')``.
        """
        return_id = self._records.must_find(change)
        done = self._records.carry_out(return_id, change)
        self._log.add(return_id, str(change.key), done, summary)
        return done

    def last_change(self, key: ReturnKey) -> int:
        """Number of the newest act on a return, 0 before the first; ``Version.change_seq`` compares with it."""
        return_id = self._records.find(key)
        return 0 if return_id is None else self._log.last(return_id)


def filling(new: Return) -> Change:
    """The change that leads from an empty return to ``new``."""
    sources = {cell.origin.source for cell in new.cells.values()}
    return Change(
        firm=new.firm,
        form=new.form,
        period=new.period,
        edits=tuple(Edit(address, None, cell) for address, cell in new.cells.items()),
        rows=tuple(RowsEdit(table, (), tuple(ids)) for table, ids in new.rows.items()),
        explained=tuple(Explained(key, None, each) for key, each in new.explanations.items()),
        source=sources.pop() if len(sources) == 1 else "carried",
    )

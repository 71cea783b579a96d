"""All repositories of one store; what a transaction is handed."""

from __future__ import annotations

from client.store.repositories.audit import Audit
from client.store.repositories.changes import Changes, Imports
from client.store.repositories.compacting import Compacting
from client.store.repositories.ledger import Ledger
from client.store.repositories.log import Log
from client.store.repositories.outbox import Outbox, Receipts
from client.store.repositories.records import Records
from client.store.repositories.replaying import Replay
from client.store.repositories.returns import Returns
from client.store.repositories.small import Blobs, Endpoints, Enterprises, Scratch


class Books:
    """The repositories. Used only inside ``store.run`` and ``store.submit``, on the store's thread."""

    def __init__(self, ledger: Ledger) -> None:
        self.audit = Audit(ledger)
        records = Records(ledger)
        log = Log(ledger, self.audit)
        self.enterprises = Enterprises(ledger, self.audit)
        self.returns = Returns(ledger, self.audit, records, log)
        self.changes = Changes(ledger, self.audit, records, log)
        self.imports = Imports(ledger, self.audit, records, log, self.changes)
        self.outbox = Outbox(ledger, self.audit)
        self.receipts = Receipts(ledger, self.audit)
        self.endpoints = Endpoints(ledger, self.audit)
        self.cache = Blobs(ledger, "cache")
        self.settings = Blobs(ledger, "settings")
        self.scratch = Scratch(ledger)
        self.compacting = Compacting(ledger, self.audit, records, log)
        self.replay = Replay(ledger, records, log)

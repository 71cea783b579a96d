"""The tables, and the steps from each version of them to the next (forward only)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import apsw
import msgspec

from client.base.errors import UserError
from client.store.file.connection import APPLICATION_ID

VERSION_1 = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE audit(
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  ref TEXT NOT NULL,
  payload_hash BLOB NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE enterprises(code TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;

CREATE TABLE returns(
  id INTEGER PRIMARY KEY,
  firm TEXT NOT NULL,
  form TEXT NOT NULL,
  period TEXT NOT NULL,
  pack TEXT NOT NULL,
  explanations BLOB NOT NULL,
  changed_at TEXT NOT NULL,
  UNIQUE(firm, form, period)
) STRICT;
CREATE INDEX returns_by_period ON returns(period);
-- One packed record for a single-record form (part ''), one for each row of a rows form (part = row id).
CREATE TABLE records(
  return_id INTEGER NOT NULL REFERENCES returns(id),
  part TEXT NOT NULL,
  cells BLOB NOT NULL,
  UNIQUE(return_id, part)
) STRICT;
CREATE TABLE row_orders(
  return_id INTEGER NOT NULL REFERENCES returns(id),
  name TEXT NOT NULL,
  ids BLOB NOT NULL,
  PRIMARY KEY(return_id, name)
) STRICT;

-- What was done to the returns. A row of kind 'do' holds its change, or is part of a set that holds it.
CREATE TABLE change_sets(
  id INTEGER PRIMARY KEY,
  audit_seq INTEGER NOT NULL REFERENCES audit(seq),
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  title TEXT NOT NULL,
  source_sha256 TEXT NOT NULL,
  digest TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE changes(
  seq INTEGER PRIMARY KEY,
  return_id INTEGER NOT NULL REFERENCES returns(id),
  audit_seq INTEGER NOT NULL REFERENCES audit(seq),
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('do', 'undo', 'redo')),
  state TEXT NOT NULL CHECK(state IN ('done', 'undone', 'dropped', 'passed')),
  of_seq INTEGER REFERENCES changes(seq),
  set_id INTEGER REFERENCES change_sets(id),
  set_index INTEGER,
  summary TEXT NOT NULL,
  body BLOB
) STRICT;
CREATE INDEX changes_by_return ON changes(return_id, seq);
CREATE INDEX changes_by_set ON changes(set_id) WHERE set_id IS NOT NULL;
CREATE TRIGGER changes_keep BEFORE UPDATE OF seq, return_id, audit_seq, at, actor, kind, of_seq, set_id,
  set_index, summary, body ON changes BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER changes_no_delete BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER change_sets_keep BEFORE UPDATE ON change_sets BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER change_sets_no_delete BEFORE DELETE ON change_sets
  BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE outbox(
  seq INTEGER PRIMARY KEY,
  version_id TEXT NOT NULL UNIQUE,
  return_key TEXT NOT NULL,
  firm TEXT NOT NULL,
  form TEXT NOT NULL,
  period TEXT NOT NULL,
  base_version_id TEXT,
  kind TEXT NOT NULL,
  pack TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  manifest TEXT NOT NULL,
  sealed BLOB NOT NULL,
  sealed_sha256 TEXT NOT NULL,
  manifest_sha256 TEXT NOT NULL,
  commitment TEXT NOT NULL,
  seal_kid TEXT NOT NULL,
  seal_suite TEXT NOT NULL,
  change_seq INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('queued', 'sent', 'received', 'accepted', 'rejected', 'superseded',
    'withdrawn', 'conflict', 'rejected-at-door')),
  attempts INTEGER NOT NULL,
  next_attempt_at TEXT,
  error_code TEXT
) STRICT;
CREATE INDEX outbox_by_return ON outbox(return_key, seq);
CREATE INDEX outbox_by_state ON outbox(state);
-- Bytes never change once queued; only a version that was never sent can be discarded.
CREATE TRIGGER outbox_keep BEFORE UPDATE OF seq, version_id, return_key, firm, form, period,
  base_version_id, kind, pack, endpoint, manifest, sealed, sealed_sha256, manifest_sha256, commitment, seal_kid,
  seal_suite, change_seq, created_at ON outbox BEGIN SELECT RAISE(ABORT, 'frozen'); END;
CREATE TRIGGER outbox_no_delete BEFORE DELETE ON outbox WHEN OLD.state <> 'queued' OR OLD.attempts > 0
  BEGIN SELECT RAISE(ABORT, 'frozen'); END;

CREATE TABLE trust_chains(sha256 TEXT PRIMARY KEY, chain BLOB NOT NULL) STRICT;
CREATE TABLE receipts(
  version_id TEXT PRIMARY KEY REFERENCES outbox(version_id),
  receipt TEXT NOT NULL,
  chain_sha256 TEXT NOT NULL REFERENCES trust_chains(sha256),
  number TEXT NOT NULL,
  stored_at TEXT NOT NULL
) STRICT;
CREATE TABLE decisions(
  seq INTEGER PRIMARY KEY,
  version_id TEXT NOT NULL REFERENCES receipts(version_id),
  decision TEXT NOT NULL,
  stored_at TEXT NOT NULL,
  UNIQUE(version_id, decision)
) STRICT;
CREATE TRIGGER receipts_keep BEFORE UPDATE ON receipts BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER receipts_no_delete BEFORE DELETE ON receipts BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER decisions_keep BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'append only'); END;

-- What only the endpoint can say is not said without its signed words.
CREATE TRIGGER outbox_needs_receipt BEFORE UPDATE OF state ON outbox
  WHEN NEW.state IN ('received', 'accepted', 'rejected', 'superseded', 'withdrawn')
    AND NOT EXISTS(SELECT 1 FROM receipts WHERE version_id = NEW.version_id)
  BEGIN SELECT RAISE(ABORT, 'no receipt'); END;
CREATE TRIGGER outbox_needs_decision BEFORE UPDATE OF state ON outbox
  WHEN NEW.state IN ('accepted', 'rejected')
    AND NOT EXISTS(SELECT 1 FROM decisions WHERE version_id = NEW.version_id)
  BEGIN SELECT RAISE(ABORT, 'no decision'); END;

CREATE TABLE endpoints(
  firm TEXT PRIMARY KEY,
  profile BLOB NOT NULL,
  device_id TEXT NOT NULL,
  device_name TEXT NOT NULL,
  signing_key BLOB NOT NULL,
  kem_key BLOB NOT NULL,
  enrolment_id TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE cache(name TEXT PRIMARY KEY, value BLOB NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE settings(name TEXT PRIMARY KEY, value BLOB NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE scratch(
  firm TEXT NOT NULL,
  form TEXT NOT NULL,
  period TEXT NOT NULL,
  address TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(firm, form, period, address)
) STRICT;
"""


class Migration(msgspec.Struct, frozen=True):
    """One step: the version it leads to and the statements that lead there."""

    to: int
    script: str


MIGRATIONS: tuple[Migration, ...] = (Migration(1, VERSION_1),)


def migrate(connection: apsw.Connection, path: Path, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the store at ``path`` to the newest version, each step in one transaction.

    A store that already holds something is copied first (``<file>.v<version>``, as encrypted as the
    original). Raises ``UserError('store.newer')`` for a store written by a newer program.
    """
    version = connection.pragma("user_version")
    newest = steps[-1].to
    if version > newest:
        raise UserError("store.newer", file=path, found=version, known=newest)
    if 0 < version < newest:
        _copy_first(connection, path.with_name(f"{path.name}.v{version}"))
    for step in steps:
        if step.to > version:
            _run(connection, step)


def _copy_first(connection: apsw.Connection, copy: Path) -> None:
    """``VACUUM INTO`` a new file; an unfinished copy of an earlier try is replaced only when done."""
    unfinished = copy.with_name(copy.name + ".part")
    unfinished.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.replace(copy)


def _run(connection: apsw.Connection, step: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(step.script)
        connection.pragma("application_id", APPLICATION_ID)
        connection.pragma("user_version", step.to)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise

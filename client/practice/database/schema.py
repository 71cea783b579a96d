"""The endpoint's tables, in SQLite's words; what leads from each version of them to the next."""

from __future__ import annotations

_SCHEMA = """
CREATE TABLE kept (name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE firms (firm TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE codes (
    code_sha256 TEXT PRIMARY KEY, firm TEXT NOT NULL REFERENCES firms, expires_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE devices (
    device_id TEXT PRIMARY KEY, enrolment_id TEXT NOT NULL UNIQUE, firm TEXT NOT NULL REFERENCES firms,
    name TEXT NOT NULL, sig TEXT NOT NULL, kem TEXT NOT NULL, thumbprint TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL, admin INTEGER NOT NULL, enrolled_at TEXT NOT NULL, active_from TEXT,
    revoked_at TEXT, last_seen TEXT
) STRICT;
CREATE TABLE idempotency (key TEXT PRIMARY KEY, request TEXT NOT NULL, device_id TEXT NOT NULL) STRICT;
CREATE TABLE versions (
    seq INTEGER PRIMARY KEY, firm TEXT NOT NULL REFERENCES firms, return_key TEXT NOT NULL,
    version_id TEXT NOT NULL, base_version_id TEXT, kind TEXT NOT NULL, manifest TEXT NOT NULL,
    manifest_sha256 TEXT NOT NULL, kid TEXT NOT NULL, sealed BLOB NOT NULL, sealed_sha256 TEXT NOT NULL,
    receipt TEXT NOT NULL, received_at TEXT NOT NULL, device_id TEXT NOT NULL REFERENCES devices,
    UNIQUE (firm, version_id)
) STRICT;
CREATE INDEX versions_of_return ON versions (return_key, seq);
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL,
    state TEXT NOT NULL, token TEXT NOT NULL, decided_at TEXT NOT NULL, UNIQUE (seq, number)
) STRICT;
"""


_DEPOSITS = """
CREATE TABLE commitments (
    id INTEGER PRIMARY KEY, firm TEXT NOT NULL REFERENCES firms, return_key TEXT NOT NULL,
    version_id TEXT NOT NULL, sealed_sha256 TEXT NOT NULL, committed_at TEXT NOT NULL, upload_by TEXT NOT NULL,
    ack TEXT NOT NULL, key TEXT NOT NULL UNIQUE, request TEXT NOT NULL
) STRICT;
CREATE INDEX commitments_of_version ON commitments (firm, version_id);
CREATE TABLE uploads (
    upload_id TEXT PRIMARY KEY, firm TEXT NOT NULL REFERENCES firms, return_key TEXT NOT NULL,
    attachment TEXT NOT NULL, length INTEGER NOT NULL, arrived INTEGER NOT NULL, expires_at TEXT NOT NULL,
    sha256 TEXT, version_id TEXT
) STRICT;
CREATE TABLE pieces (
    upload_id TEXT NOT NULL REFERENCES uploads ON DELETE CASCADE, start INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (upload_id, start)
) STRICT;
CREATE TABLE bundles (key TEXT PRIMARY KEY, request TEXT NOT NULL, answer BLOB NOT NULL) STRICT;
"""

STEPS = (_SCHEMA, _DEPOSITS)
"""What leads from each version of the tables to the next."""

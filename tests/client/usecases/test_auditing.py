"""An audit names the entry that was altered, the entries that are missing, and cells nobody entered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from client.base.home import FIRM_STORE_FILE, firm_store
from client.store.file.connection import connect
from client.store.packed.packing import pack_record, unpack_record
from client.tour.script import Sample
from client.usecases.books import importing
from client.usecases.bureau import connecting, filing, last_known
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.returns.editing import OTHER_REASON, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.states import unexplained
from client.usecases.safekeeping import auditing
from client.usecases.safekeeping.auditing import Audited
from forms.returns import ReturnKey

PASSPHRASE = "correct horse battery staple"
Tamper = Callable[[str | Callable[..., None]], Audited]


@pytest.fixture(scope="module")
def story() -> Sample:
    from client.tour.script import sample

    return sample()


@pytest.fixture(scope="module")
def key_and_files(tmp_path_factory: pytest.TempPathFactory, story: Sample) -> tuple[bytes, dict[str, bytes], str]:
    """A home in which a return was imported, corrected and filed with the practice endpoint; its key is known."""
    from client.keys import unlock

    home = tmp_path_factory.mktemp("audited") / "home"
    with open_session(home, passphrase=PASSPHRASE) as session:
        enterprises.add(session, story.firm, story.name)
        importing.apply(session, importing.plan(session, story.path, story.firm, story.month, ["JB"]))
        period = session.look(story.firm, lambda books: books.returns.heads(form="JB"))[0].period
        draft = open_draft(session, ReturnKey(story.firm, "JB", period))
        for finding in unexplained(draft.findings, draft.current):
            save(session, draft.explain(finding, OTHER_REASON, "年中搬迁，经营地址已变更登记")).result()
        with connecting.line(session, story.firm) as line:
            filing.submit(line, filing.Order(None, ["JB"]), wait=60)
        (filed,) = last_known.of_all(session, story.firm)
        assert filed.state == "accepted"
        version = filed.version_id
        assert auditing.verify(session, story.firm).whole
    key = unlock(home, passphrase=PASSPHRASE, create=False).key(story.firm)
    files = {file.name: file.read_bytes() for file in firm_store(home, story.firm).parent.iterdir()}
    return key, files, version


@pytest.fixture
def altered(key_and_files: tuple[bytes, dict[str, bytes], str], tmp_path: Path) -> Tamper:
    """Alter a copy with the key in hand, behind the program's back, and audit it."""
    from client.store import Store

    key, files, _ = key_and_files
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    def tamper(statement: str | Callable[..., None]) -> Audited:
        connection = connect(tmp_path / FIRM_STORE_FILE, key)
        connection.pragma("foreign_keys", "OFF")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        if callable(statement):
            statement(connection)
        elif statement:
            connection.execute(statement)
        connection.close()
        with Store.open(tmp_path / FIRM_STORE_FILE, key) as store:
            return store.run(auditing._verify)

    return tamper


def test_an_untouched_home_is_whole_and_its_filing_states_the_head(altered: Tamper) -> None:
    found = altered("")
    assert found.whole
    assert found.anchors == 1


def test_the_manifest_states_the_entry_before_its_own(altered: Tamper, key_and_files) -> None:
    version = key_and_files[2]
    # The manifest is signed, so it is left alone; the trail before it is altered and made to look right again.
    found = altered(_rewrite_from(3))
    assert found.report.whole
    assert found.astray == (version,)
    assert not found.whole


def test_the_altered_entry_is_named(altered: Tamper) -> None:
    found = altered("UPDATE audit SET actor = '别人' WHERE seq = 4")
    assert (found.report.broken_at, found.report.reason) == (4, "hash")
    assert found.report.action


@pytest.mark.parametrize(
    ("statement", "action", "reason"),
    [
        ("UPDATE change_sets SET body = x'00'", "import", "payload"),
        ("DELETE FROM change_sets", "import", "payload-missing"),
        ("UPDATE outbox SET manifest = 'x'", "queue", "payload"),
        ("DELETE FROM outbox", "queue", "payload-missing"),
        ("UPDATE receipts SET receipt = 'x'", "receipt", "payload"),
        ("UPDATE decisions SET decision = 'x'", "decision", "payload"),
        ("DELETE FROM decisions", "decision", "payload-missing"),
        ("UPDATE returns SET pack = '1'", "create-return", "payload"),
    ],
)
def test_what_an_entry_stands_for_is_named_when_it_is_altered_or_gone(
    altered: Tamper, statement: str, action: str, reason: str
) -> None:
    # The log cannot be done again once its bodies are gone; the chain is looked at first and by itself.
    report = _chain_only(altered, statement)
    assert (report.action, report.reason) == (action, reason)


def test_a_cell_nobody_entered_is_named(altered: Tamper) -> None:
    def forge(connection) -> None:
        (packed,) = next(connection.execute("SELECT cells FROM records"))
        cells = unpack_record(packed)
        address = next(iter(cells))
        cells[address] = type(cells[address])("9", cells[address].value)
        connection.execute("UPDATE records SET cells = ?", (pack_record(cells),))

    found = altered(forge)
    assert found.report.whole
    assert len(found.doubts) == 1
    assert found.doubts[0].key.form == "JB"
    assert not found.whole


def test_entries_lost_from_the_end_are_told_by_number(altered: Tamper, tmp_path: Path) -> None:
    def cut(connection) -> None:
        newest = connection.execute("SELECT max(seq) FROM audit").get
        connection.execute("DELETE FROM audit WHERE seq > ?", (newest - 2,))

    found = altered(cut)
    assert [(each.state, each.last - each.first) for each in found.lost] == [("missing", 1)]
    assert not found.whole


def _chain_only(altered: Tamper, statement: str):
    from unittest.mock import patch

    with patch("client.store.repositories.replaying.Replay.doubts", lambda _: iter(())):
        return altered(statement).report


def _rewrite_from(seq: int):
    """Alter an entry and give it and every later one hashes that fit, as someone with the key could."""
    from client.store.repositories.ledger import digest

    def forge(connection) -> None:
        connection.execute("UPDATE audit SET actor = '别人' WHERE seq = ?", (seq,))
        (prev,) = next(connection.execute("SELECT hash FROM audit WHERE seq = ?", (seq - 1,)))
        query = "SELECT seq, at, actor, action, ref, payload_hash FROM audit WHERE seq >= ? ORDER BY seq"
        for row in connection.execute(query, (seq,)).fetchall():
            made = digest(*row, prev)
            connection.execute("UPDATE audit SET prev = ?, hash = ? WHERE seq = ?", (prev, made, row[0]))
            prev = made

    return forge

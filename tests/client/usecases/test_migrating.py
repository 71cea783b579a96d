"""The definitions change in the middle of a period: fetched, verified, shown, confirmed, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from client.base.errors import UserError, WorldError
from client.base.home import CACHE_FOLDER
from client.protocol import strict_json
from client.publishing import pack_offer
from client.store import Books
from client.store.repositories.model import VersionState
from client.usecases.home import pack_store
from client.usecases.home.session import Session
from client.usecases.renewal import pack_updates, sources
from client.usecases.returns import migrating
from client.usecases.returns.editing import open_draft
from client.usecases.safekeeping.auditing import verify
from forms.pack import bundled_pack
from forms.periods import Period
from forms.problems import CodedError
from forms.returns import ReturnKey
from tests.client.publishing.bureau import NOW, Bureau
from tests.client.sample_typing import type_and_save
from tests.filed import a_version
from tests.newer_pack import VERSION, newer_pack

OLD = bundled_pack().version
MONTH = Period.parse("2025-09")


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau that has released the newer version."""
    folder = tmp_path_factory.mktemp("bureau")
    return Bureau(folder / "repository").found().release_newer(folder)


@pytest.fixture
def profile(bureau: Bureau, tmp_path: Path) -> Path:
    path = tmp_path / "profile.json"
    path.write_bytes(strict_json.encode(bureau.profile()))
    return path


@pytest.fixture
def filled(session: Session, firm: str) -> Session:
    """A month with electricity in 万千瓦时, and a profile of which one line is asked no more."""
    type_and_save(
        session, open_draft(session, ReturnKey(firm, "JY", MONTH)), {"JY001": "520000", "JY042": "12.34"}
    )
    type_and_save(session, open_draft(session, ReturnKey(firm, "JB", Period.parse("2025"))), {"JB016": "维修服务"})
    return session


def update(session: Session, profile: Path, bureau: Bureau) -> None:
    with sources.library(session, profile, str(bureau.folder)) as library:
        for offer in pack_updates.available(session, library):
            pack_updates.fetch(session, library, offer)


def of(session: Session, firm: str, form: str, period: str = "2025-09") -> migrating.Prospect:
    (found,) = [p for p in migrating.prospects(session) if str(p.target.key) == f"{firm}.{form}.{period}"]
    return found


def test_a_new_version_is_fetched_and_stands_beside_the_old(
    filled: Session, firm: str, profile: Path, bureau: Bureau
) -> None:
    with sources.library(filled, profile, str(bureau.folder)) as library:
        (offer,) = pack_updates.available(filled, library)
        assert (offer.version, offer.note("zh")) == (VERSION, "用电量改以千瓦时填报")
        pack_updates.fetch(filled, library, offer)
        assert pack_updates.available(filled, library) == []
    assert [pack.version for pack in filled.shelf.packs] == [OLD, VERSION]
    assert filled.pack_for(MONTH).version == VERSION
    assert open_draft(filled, ReturnKey(firm, "JY", MONTH)).pack.version == OLD, (
        "a draft keeps its version till it is told"
    )
    (kept,) = pack_store.kept(filled.own)
    assert kept.accepted_until == "2025-10-20"


def test_what_changes_is_shown_done_on_a_copy_and_taken_back(
    filled: Session, firm: str, profile: Path, bureau: Bureau
) -> None:
    update(filled, profile, bureau)
    month = of(filled, firm, "JY")
    assert (month.old, month.new, month.stays) == (OLD, VERSION, "")
    assert [(m.address, m.text, m.after) for m in month.plan.moved] == [("JY042", "12.34", "123400.00")]  # type: ignore[union-attr]
    assert {each.difference.key for each in month.touched} >= {"JY042", "VAT_RATE_MAX"}
    year = of(filled, firm, "JB", "2025")
    assert [(m.address, m.to, m.text) for m in year.plan.moved] == [("JB016", "", "维修服务")]  # type: ignore[union-attr]
    before = filled.look(firm, lambda books: books.returns.get(ReturnKey(firm, "JY", MONTH)))
    assert before == month.target, "looking changes nothing"

    assert len(migrating.migrate(filled, migrating.prospects(filled))) == 2
    draft = open_draft(filled, ReturnKey(firm, "JY", MONTH))
    assert (draft.pack.version, draft.current.cells["JY042"].text) == (VERSION, "123400.00")
    assert migrating.prospects(filled) == []
    with pytest.raises(UserError, match=r"edit\.undo-migration"):
        draft.undo()

    migrating.take_back(filled, ReturnKey(firm, "JY", MONTH))
    assert filled.look(firm, lambda books: books.returns.get(ReturnKey(firm, "JY", MONTH))) == before
    assert open_draft(filled, ReturnKey(firm, "JY", MONTH)).undo() is not None, (
        "what was done before can be undone as ever"
    )
    with pytest.raises(UserError, match=r"migrate\.nothing-to-undo"):
        migrating.take_back(filled, ReturnKey(firm, "JY", MONTH))
    assert verify(filled, firm).whole


def test_the_trail_stays_whole_and_an_altered_version_is_found(
    filled: Session, firm: str, profile: Path, bureau: Bureau
) -> None:
    update(filled, profile, bureau)
    migrating.migrate(filled, migrating.prospects(filled))
    assert verify(filled, firm).whole
    store = filled.store_of(firm)
    store.run(lambda books: books.audit._ledger.execute("UPDATE returns SET pack = '9' WHERE form = 'JY'"))
    assert not verify(filled, firm).whole


def test_edits_after_the_preview_stop_it_and_edits_after_it_keep_it(
    filled: Session, firm: str, profile: Path, bureau: Bureau
) -> None:
    update(filled, profile, bureau)
    seen = [of(filled, firm, "JY")]
    type_and_save(filled, open_draft(filled, ReturnKey(firm, "JY", MONTH)), {"JY001": "530000"})
    with pytest.raises(UserError, match=r"migrate\.changed-meanwhile"):
        migrating.migrate(filled, seen)
    migrating.migrate(filled, [of(filled, firm, "JY")])
    type_and_save(filled, open_draft(filled, ReturnKey(firm, "JY", MONTH)), {"JY001": "540000"})
    with pytest.raises(UserError, match=r"migrate\.nothing-to-undo"):
        migrating.take_back(filled, ReturnKey(firm, "JY", MONTH))
    draft = open_draft(filled, ReturnKey(firm, "JY", MONTH))
    undone = draft.undo()
    assert undone is not None
    assert undone.change.edits[0].address == "JY001"


@pytest.mark.parametrize(
    ("state", "later", "stays"),
    [
        ("queued", False, "on-its-way"),
        ("sent", True, "on-its-way"),
        ("received", False, "filed"),
        ("accepted", False, "filed"),
        ("accepted", True, ""),
        ("rejected", False, ""),
        ("rejected-at-door", False, ""),
    ],
)
def test_what_is_queued_or_filed_stays_with_its_version(
    filled: Session, firm: str, profile: Path, bureau: Bureau, state: VersionState, later: bool, stays: str
) -> None:
    seq = filled.look(firm, lambda books: books.returns.last_change(ReturnKey(firm, "JY", MONTH)))
    version = a_version("JY", MONTH, firm=firm, pack=OLD, endpoint="", change_seq=seq - later)

    def put(books: Books) -> None:
        books.outbox.put(version)
        if state == "queued":
            return
        books.receipts.put(version.version_id, "receipt", b"chain")
        books.receipts.add_decision(version.version_id, "decision")
        books.outbox.set_state(version.version_id, state)

    filled.store_of(firm).run(put)
    update(filled, profile, bureau)
    prospect = of(filled, firm, "JY")
    assert prospect.stays == stays
    went = migrating.migrate(filled, migrating.prospects(filled))
    assert (ReturnKey(firm, "JY", MONTH) in {each.target.key for each in went}) == (not stays)
    kept = filled.look(firm, lambda books: books.outbox.get(version.version_id))
    assert kept is not None
    assert (kept.pack, kept.sealed) == (OLD, b"s")


def test_a_version_that_changes_nothing_is_taken_up_without_a_word(
    filled: Session, firm: str, profile: Path, tmp_path: Path
) -> None:
    bureau = Bureau(tmp_path / "quiet").found()
    offer = pack_offer(newer_pack(tmp_path, silent=True))
    bureau.offer("packs", offer.name, offer.data, dict(offer.custom))
    profile.write_bytes(strict_json.encode(bureau.profile()))
    update(filled, profile, bureau)
    assert migrating.prospects(filled) == []
    assert open_draft(filled, ReturnKey(firm, "JY", MONTH)).current.pack == VERSION


def test_a_fetched_version_survives_a_restart_and_a_spoilt_cache(
    filled: Session, firm: str, profile: Path, bureau: Bureau
) -> None:
    update(filled, profile, bureau)
    digest = filled.pack.sha256
    folder = filled.home / CACHE_FOLDER / "packs/gd-eic" / VERSION
    spoilt = folder / "rules/JY.toml"
    spoilt.write_text(spoilt.read_text("utf-8").replace('"error"', '"hint"'), "utf-8")
    pack_store._LOADED.clear()
    filled.reread_definitions()
    assert filled.pack.sha256 == digest
    assert '"error"' in spoilt.read_text("utf-8")


def test_packs_this_program_cannot_use_are_refused_by_name(filled: Session, profile: Path, tmp_path: Path) -> None:
    bureau = Bureau(tmp_path / "careless").found().release_newer(tmp_path)
    profile.write_bytes(strict_json.encode(bureau.profile()))
    good = pack_offer(newer_pack(tmp_path / "again"), min_app="99.0")
    bureau.repository.put_target("packs", "packs/gd-eic/2026.9.zip", good.data, None, NOW)
    bureau.repository.put_target("packs", "packs/gd-eic/2026.8.zip", b"PK nothing", None, NOW)
    bureau.repository.put_target("packs", "packs/gd-eic/2026.7.zip", good.data, {"min_app": "99.0"}, NOW)
    bureau.sign_all()
    bureau.release()
    codes = {}
    with sources.library(filled, profile, str(bureau.folder)) as library:
        pack_updates.fetch(filled, library, pack_updates.available(filled, library)[0])
        for offer in pack_updates.available(filled, library):
            with pytest.raises(CodedError) as caught:
                pack_updates.fetch(filled, library, offer)
            codes[offer.version] = caught.value.code
    assert codes == {
        "2026.7": "packs.needs-newer-app",
        "2026.8": "pack.archive-damaged",
        "2026.9": "packs.misnamed",
    }
    assert filled.pack.version == VERSION


def test_an_expired_list_never_stops_filling_in(
    filled: Session, firm: str, profile: Path, bureau: Bureau, tmp_path: Path
) -> None:
    from tests.client.publishing.bureau import days

    old = Bureau(tmp_path / "old").found(days(-8))
    spoken = json.loads(profile.read_text("utf-8")) | {"tuf_root": (old.repository.first_root() or b"").decode()}
    profile.write_text(json.dumps(spoken), "utf-8")
    with sources.library(filled, profile, str(old.folder)) as library, pytest.raises(WorldError) as caught:
        pack_updates.available(filled, library)
    assert caught.value.code == "updates.expired"
    assert "照常" in caught.value.what("zh")
    type_and_save(filled, open_draft(filled, ReturnKey(firm, "JY", MONTH)), {"JY002": "500000"})


def test_without_an_endpoint_or_a_folder_it_is_said_where_to_look(filled: Session, profile: Path) -> None:
    with pytest.raises(UserError, match=r"updates\.no-source"), sources.library(filled):
        pass
    with (
        pytest.raises(UserError, match=r"updates\.no-folder"),
        sources.library(filled, profile, "/nowhere/at/all"),
    ):
        pass

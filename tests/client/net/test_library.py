"""What a repository offers, and a corpus of metadata nobody may be taken in by: each refused, with its reason."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import Metadata, MetaFile, TargetFile, Targets

from client.base.errors import WorldError
from client.net.chain import unpack_chain
from client.net.library import Library, order_of
from tests.client.net.altering import altered, load, path_of, restate, store
from tests.client.publishing.bureau import NOW, Bureau, days

PACK = "packs/gd-eic/2026.10.2.zip"
SETUP = "app/windows-x64/jibao-setup-1.2.0.exe"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A repository with a pack and a program, released in three steps."""
    bureau = Bureau(tmp_path_factory.mktemp("bureau") / "repository").found()
    bureau.offer("packs", PACK, b"zip of a pack", {"note_zh": "新增三项", "note_en": "three more"})
    bureau.offer("app", SETUP, b"MZ setup")
    return bureau


@pytest.fixture
def bureau(made: Bureau, tmp_path: Path) -> Bureau:
    """A copy, for a test to spoil."""
    copy = Bureau.__new__(Bureau)
    copy.__dict__.update(made.__dict__)
    copy.folder = Path(shutil.copytree(made.folder, tmp_path / "repository"))
    copy.repository = type(made.repository)(type(made.repository.shelf)(copy.folder))
    return copy


def refused(library: Library, role: Any = "packs") -> str:
    with pytest.raises(WorldError) as caught:
        library.offers(role)
    return caught.value.code


def test_packs_and_programs_are_offered_under_their_own_roles(bureau: Bureau, home: Path) -> None:
    library = bureau.library(home)
    (pack,), (setup,) = library.offers("packs"), library.offers("app")
    assert (pack.of, pack.version, pack.length) == ("gd-eic", "2026.10.2", 13)
    assert (pack.note("zh"), pack.note("en")) == ("新增三项", "three more")
    assert (setup.of, setup.version) == ("windows-x64", "1.2.0")
    assert library.read(pack) == b"zip of a pack"
    assert library.read(setup) == b"MZ setup"
    assert {"1.root.json", "app.json", "timestamp.json"} <= unpack_chain(library.chain("app")).keys()


def test_versions_are_ordered_by_number() -> None:
    assert order_of("2026.10.2") > order_of("2026.9.30") > order_of("2026.9")
    assert order_of("1.0.0") == order_of("1")


# The corpus: (what is done to the repository, the code it is refused with) ----------------------------


def bytes_of(role: str, change: Callable[[bytes], bytes], *, fitting: bool = False) -> Callable[[Bureau], None]:
    def do(bureau: Bureau) -> None:
        path = path_of(bureau, role)
        path.write_bytes(change(path.read_bytes()))
        if fitting:
            restate(bureau, role)

    return do


def one_signature(bureau: Bureau) -> None:
    metadata = load(bureau, "packs")
    metadata.signatures.clear()
    metadata.sign(bureau.keys["packs"][0])
    path_of(bureau, "packs").write_bytes(metadata.to_bytes())
    restate(bureau, "packs")


def foreign_target(role: str, name: str) -> Callable[[Bureau], None]:
    """A role's own people sign something that is not theirs to offer."""

    def do(bureau: Bureau) -> None:
        metadata: Metadata[Targets] = load(bureau, role)
        metadata.signed.targets[name] = TargetFile.from_data(name, b"evil", ["sha256"])
        store(bureau, role, metadata)
        restate(bureau, role)

    return do


def without(role: str) -> Callable[[Bureau], None]:
    return lambda bureau: path_of(bureau, role).unlink()


def without_in_snapshot(bureau: Bureau) -> None:
    snapshot = load(bureau, "snapshot")
    del snapshot.signed.meta["packs.json"]
    store(bureau, "snapshot", snapshot)
    restate(bureau, "snapshot")


NESTED = b'{"signed":' + b"[" * 100_000 + b"]" * 100_000 + b',"signatures":[]}'
BROKEN: dict[str, tuple[Callable[[Bureau], None], str]] = {
    "a timestamp past its date": (altered("timestamp", expires=days(-1)), "updates.expired"),
    "a snapshot past its date": (altered("snapshot", expires=days(-1)), "updates.expired"),
    "packs past their date": (altered("packs", expires=days(-1)), "updates.expired"),
    "a root past its date": (altered("root", expires=days(-1)), "updates.expired"),
    "a timestamp by the program's signers": (altered("timestamp", by="app"), "updates.forged"),
    "a snapshot by the timestamp's key": (altered("snapshot", by="timestamp"), "updates.forged"),
    "packs by the program's signers": (altered("packs", by="app"), "updates.forged"),
    "packs by the bureau's key office": (altered("packs", by="keys"), "updates.forged"),
    "packs with one signature of two": (one_signature, "updates.forged"),
    "packs with another's version": (altered("packs", version=7, fitting=False), "updates.mixed"),
    "packs of another release": (altered("packs", fitting=False, expires=days(300)), "updates.mixed"),
    "a snapshot of another release": (altered("snapshot", fitting=False, version=9), "updates.mixed"),
    "packs missing in the snapshot": (without_in_snapshot, "updates.malformed"),
    "a timestamp cut off": (bytes_of("timestamp", lambda data: data[: len(data) // 2]), "updates.malformed"),
    "an empty timestamp": (bytes_of("timestamp", lambda data: b""), "updates.malformed"),
    "a timestamp that is no JSON": (bytes_of("timestamp", lambda data: b"\xff\xfe" + data), "updates.malformed"),
    "a timestamp of the wrong type": (
        bytes_of("timestamp", lambda data: data.replace(b'"timestamp"', b'"snapshot"')),
        "updates.malformed",
    ),
    "a timestamp nested without end": (bytes_of("timestamp", lambda data: NESTED[:16_000]), "updates.malformed"),
    "a huge timestamp": (bytes_of("timestamp", lambda data: data + b" " * 20_000), "updates.too-large"),
    "a huge snapshot": (bytes_of("snapshot", lambda data: data + b" " * 20), "updates.too-large"),
    "packs cut off": (bytes_of("packs", lambda data: data[:-9]), "updates.mixed"),
    "packs cut off and restated": (
        bytes_of("packs", lambda data: data[:-9] + b" " * 9, fitting=False),
        "updates.mixed",
    ),
    "packs longer than stated": (bytes_of("packs", lambda data: data + b" "), "updates.too-large"),
    "no timestamp": (without("timestamp"), "updates.missing"),
    "no snapshot": (without("snapshot"), "updates.missing"),
    "no packs": (without("packs"), "updates.missing"),
    "a program among the packs": (foreign_target("packs", SETUP), "updates.wrong-role"),
    "a path that climbs out": (foreign_target("packs", "packs/../../autostart.zip"), "updates.wrong-role"),
    "a pack with no version": (foreign_target("packs", "packs/gd-eic/newest.zip"), "updates.wrong-role"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_spoilt_metadata_is_refused_and_what_was_held_stays(bureau: Bureau, home: Path, name: str) -> None:
    spoil, code = BROKEN[name]
    spoil(bureau)
    assert refused(bureau.library(home)) == code
    error = WorldError(code, role="packs", name=SETUP)
    assert "{" not in error.what("zh") + error.what("en") + error.remedy("zh") + error.remedy("en")


def test_the_software_maker_alone_cannot_bring_a_pack(bureau: Bureau, home: Path) -> None:
    foreign_target("app", "packs/gd-eic/2027.1.zip")(bureau)
    assert [offer.version for offer in bureau.library(home).offers("packs")] == ["2026.10.2"]
    assert refused(bureau.library(home), "app") == "updates.wrong-role"


def test_an_older_repository_is_refused_after_a_newer_one(made: Bureau, bureau: Bureau, home: Path) -> None:
    library = bureau.library(home)
    bureau.offer("packs", "packs/gd-eic/2026.10.3.zip", b"newer")
    assert len(library.offers("packs")) == 2
    for path in (bureau.folder / "metadata").iterdir():
        if not (made.folder / "metadata" / path.name).exists():
            path.unlink()
    shutil.copytree(made.folder, bureau.folder, dirs_exist_ok=True)
    assert refused(library) == "updates.rolled-back"


def test_one_role_cannot_be_rolled_back_under_a_new_snapshot(bureau: Bureau, home: Path) -> None:
    library = bureau.library(home)
    old = path_of(bureau, "packs")
    data, version = old.read_bytes(), json.loads(old.read_bytes())["signed"]["version"]
    bureau.offer("packs", "packs/gd-eic/2026.10.3.zip", b"newer")
    assert len(library.offers("packs")) == 2
    snapshot = load(bureau, "snapshot")
    snapshot.signed.meta["packs.json"] = MetaFile.from_data(version, data, ["sha256"])
    snapshot.signed.version += 1
    for signer in bureau.keys["snapshot"]:
        snapshot.sign(signer)
    (bureau.folder / f"metadata/{snapshot.signed.version}.snapshot.json").write_bytes(snapshot.to_bytes())
    stamp = load(bureau, "timestamp")
    stamp.signed.version += 1
    stamp.signed.snapshot_meta = MetaFile.from_data(snapshot.signed.version, snapshot.to_bytes(), ["sha256"])
    store(bureau, "timestamp", stamp)
    assert refused(library) == "updates.rolled-back"


def test_a_frozen_repository_is_named_when_its_week_is_over(bureau: Bureau, home: Path) -> None:
    bureau.repository.stamp(bureau.keys["timestamp"], days(-6.9))
    library = bureau.library(home)
    assert library.offers("packs")
    bureau.repository.stamp(bureau.keys["timestamp"], days(-7.1))
    assert refused(library) == "updates.expired"
    bureau.repository.stamp(bureau.keys["timestamp"], NOW)
    assert library.offers("packs")


def test_bytes_that_are_not_what_was_signed_are_refused(bureau: Bureau, home: Path) -> None:
    library = bureau.library(home)
    (offer,) = library.offers("packs")
    place = bureau.folder / "targets" / offer.place
    for data, code in ((b"zip of a paCk", "updates.mixed"), (b"short", "updates.mixed"), (b"", "updates.mixed")):
        place.write_bytes(data)
        with pytest.raises(WorldError) as caught:
            library.read(offer)
        assert caught.value.code == code
    place.write_bytes(b"zip of a pack" + b"!" * 100)
    with pytest.raises(WorldError, match=r"updates\.too-large"):
        library.read(offer)
    place.unlink()
    with pytest.raises(WorldError, match=r"updates\.missing"):
        library.read(offer)


def test_another_bureau_s_repository_is_not_believed(bureau: Bureau, home: Path, tmp_path: Path) -> None:
    other = Bureau(tmp_path / "other").found()
    library = Library(home / "tuf", bureau.repository.first_root() or b"", other.folder.as_uri(), _folder())
    assert refused(library) == "updates.forged"


def test_a_share_that_is_gone_is_named(bureau: Bureau, home: Path, tmp_path: Path) -> None:
    root = bureau.repository.first_root() or b""
    assert refused(Library(home / "tuf", root, (tmp_path / "gone").as_uri(), _folder())) == "updates.missing"


def _folder() -> Any:
    from client.net.over_folder import FolderTransport

    return FolderTransport()

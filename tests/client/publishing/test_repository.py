"""The bureau makes its repository: founded, signed by several people, released, handed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner

from client.base.errors import UserError
from client.publishing import FolderShelf, Holder, Repository
from tests.client.publishing.bureau import NOW, Bureau, days

PACK = "packs/gd-eic/2026.10.2.zip"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path / "repository")


def test_a_repository_is_founded_by_enough_root_keys_and_by_no_fewer(bureau: Bureau) -> None:
    repository = bureau.repository
    repository.found(bureau.holders(), NOW)
    assert repository.staged() == ["root", "targets", "packs", "keys", "app"]
    assert repository.missing("root") == 3
    for signer in bureau.keys["root"][:2]:
        assert repository.sign(signer) == ["root"]
    assert repository.missing("root") == 1
    bureau.keys["root"].reverse()  # whichever three of the five
    bureau.sign_all()
    assert bureau.release() == ["root", "targets", "packs", "keys", "app"]
    assert repository.staged() == []
    assert not list(bureau.folder.glob("staged/*"))


def test_nothing_is_released_while_a_signature_is_lacking(bureau: Bureau, home: Path) -> None:
    bureau.found()
    bureau.repository.put_target("packs", PACK, b"zip", {"note_zh": "新"}, NOW)
    bureau.repository.sign(bureau.keys["packs"][0])
    bureau.repository.sign(bureau.keys["packs"][0])  # the same person twice counts once
    with pytest.raises(UserError, match=r"publishing\.unsigned") as caught:
        bureau.release()
    assert caught.value.params == {"role": "packs", "missing": 1}
    assert bureau.library(home).offers("packs") == []
    assert bureau.repository.sign(bureau.keys["app"][0]) == []
    bureau.repository.sign(bureau.keys["packs"][2])
    bureau.release()
    (offer,) = bureau.library(home).offers("packs")
    assert (offer.name, offer.version, offer.note("zh")) == (PACK, "2026.10.2", "新")
    assert bureau.library(home).read(offer) == b"zip"


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("app", PACK),
        ("packs", "app/windows-x64/jibao-setup-9.9.exe"),
        ("keys", PACK),
        ("packs", "keys/collect.json"),
        ("targets", PACK),
        ("packs", "packs/2026.zip"),
    ],
)
def test_each_role_publishes_only_what_is_its_own(bureau: Bureau, role: str, name: str) -> None:
    bureau.found()
    with pytest.raises(UserError, match=r"publishing\.not-its-name"):
        bureau.repository.put_target(role, name, b"x", None, NOW)


def test_what_is_withdrawn_is_offered_no_longer(bureau: Bureau, home: Path) -> None:
    bureau.found()
    bureau.offer("packs", PACK, b"zip")
    bureau.repository.drop_target("packs", PACK, NOW)
    with pytest.raises(UserError, match=r"publishing\.no-such-target"):
        bureau.repository.drop_target("packs", PACK, NOW)
    bureau.sign_all()
    bureau.release()
    assert bureau.library(home).offers("packs") == []


def test_keys_are_handed_over_by_the_old_holders_and_the_new(bureau: Bureau, home: Path) -> None:
    bureau.found()
    library = bureau.library(home)
    assert library.offers("packs") == []
    old = dict(bureau.keys)
    bureau.keys = old | {role: [CryptoSigner.generate_ed25519() for _ in range(5)] for role in ("root", "packs")}
    bureau.repository.appoint({role: bureau.holders()[role] for role in ("root", "packs")}, NOW)
    bureau.repository.put_target("packs", PACK, b"zip", None, NOW)
    bureau.sign_all()
    with pytest.raises(UserError, match=r"publishing\.unsigned"):
        bureau.release()
    for signer in old["root"][:3]:
        bureau.repository.sign(signer)
    bureau.release()
    assert [offer.name for offer in library.offers("packs")] == [PACK]
    assert not bureau.repository.sign(old["packs"][0])


def test_a_timestamp_is_renewed_by_itself(bureau: Bureau, home: Path) -> None:
    bureau.found(days(-8))
    with pytest.raises(Exception, match="expired"):
        bureau.library(home).offers("packs")
    bureau.repository.stamp(bureau.keys["timestamp"], NOW)
    assert bureau.library(home).offers("packs") == []
    with pytest.raises(UserError, match=r"publishing\.unsigned"):
        bureau.repository.stamp(bureau.keys["app"], NOW)


def test_founding_twice_and_impossible_thresholds_are_refused(bureau: Bureau, tmp_path: Path) -> None:
    bureau.found()
    with pytest.raises(UserError, match=r"publishing\.founded-already"):
        bureau.repository.found(bureau.holders(), NOW)
    other = Repository(FolderShelf(tmp_path / "other"))
    key = bureau.keys["root"][0].public_key
    for threshold, keys in ((2, (key,)), (0, (key,)), (2, (key, key))):
        with pytest.raises(UserError, match=r"publishing\.threshold"):
            other.found(bureau.holders() | {"root": Holder(threshold, keys)}, NOW)
    with pytest.raises(UserError, match=r"publishing\.not-founded"):
        other.put_target("packs", PACK, b"x", None, NOW)
    with pytest.raises(UserError, match=r"publishing\.not-founded"):
        other.stamp(bureau.keys["timestamp"], NOW)

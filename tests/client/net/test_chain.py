"""Chains of TUF metadata, judged without a network."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.net.chain import TARGET, Checked, pack_chain, unpack_chain, verify_chain
from client.protocol.faults import ProtocolFault
from tests.client.net.tuf_repository import Repository, key_list


@pytest.fixture(params=[False, True], ids=["top", "delegated"])
def repository(request: pytest.FixtureRequest) -> Repository:
    return Repository(delegated=request.param)


def test_a_chain_under_a_trusted_root(repository: Repository) -> None:
    checked = verify_chain([repository.roots[1]], repository.chain())
    assert checked == Checked("trusted", keys=repository.target)


@pytest.mark.parametrize("trusted", [[], "another"], ids=["none", "another"])
def test_a_whole_chain_under_an_unknown_root(repository: Repository, trusted: object) -> None:
    roots = [Repository().roots[1]] if trusted else []
    checked = verify_chain(roots, repository.chain())
    assert checked == Checked("unknown-root", keys=repository.target)


def test_an_expired_chain_still_verifies() -> None:
    repository = Repository(timestamp_days=-400)
    assert verify_chain([repository.roots[1]], repository.chain()).verdict == "trusted"


def test_rotated_roots_lead_from_any_trusted_one(repository: Repository) -> None:
    repository.rotate()
    repository.rotate()
    repository.publish()
    chain = repository.chain()
    for version in (1, 2, 3):
        assert verify_chain([repository.roots[version]], chain).verdict == "trusted"
    shorter = {name: data for name, data in chain.items() if name not in ("1.root.json", "2.root.json")}
    assert verify_chain([repository.roots[3]], shorter).verdict == "trusted"
    assert verify_chain([repository.roots[2]], shorter).verdict == "trusted"
    assert verify_chain([repository.roots[1]], shorter).verdict == "unknown-root"


def test_a_gap_between_roots_is_a_break(repository: Repository) -> None:
    repository.rotate()
    repository.rotate()
    chain = repository.chain()
    del chain["2.root.json"]
    assert verify_chain([repository.roots[1]], chain) == Checked("broken", where="3.root.json")


def test_a_root_that_took_over_by_itself_is_a_break(repository: Repository) -> None:
    usurper = Repository()
    usurper.rotate()
    chain = repository.chain() | {"2.root.json": usurper.roots[2]}
    assert verify_chain([repository.roots[1]], chain) == Checked("broken", where="2.root.json")


def test_every_file_is_needed(repository: Repository) -> None:
    for name in repository.chain():
        chain = repository.chain()
        del chain[name]
        where = "root.json" if name == "1.root.json" else name
        assert verify_chain([repository.roots[1]], chain) == Checked("broken", where=where)


def test_every_file_of_another_repository_is_found_out(repository: Repository) -> None:
    other = Repository(delegated=repository.delegated)
    for name, data in other.files.items():
        chain = repository.chain() | {name: data}
        assert verify_chain([repository.roots[1]], chain) == Checked("broken", where=name)


def test_other_keys_in_the_same_place_do_not_match(repository: Repository) -> None:
    chain = repository.chain() | {TARGET: key_list("receipt-9")}
    assert verify_chain([repository.roots[1]], chain) == Checked("broken", where=TARGET)


def test_an_older_role_under_a_newer_snapshot_does_not_match(repository: Repository) -> None:
    before = repository.chain()
    repository.publish()
    chain = repository.chain() | {"targets.json": before["targets.json"]}
    assert verify_chain([repository.roots[1]], chain) == Checked("broken", where="targets.json")
    chain = repository.chain() | {"snapshot.json": before["snapshot.json"]}
    assert verify_chain([repository.roots[1]], chain) == Checked("broken", where="snapshot.json")


@pytest.mark.parametrize("junk", [b"", b"{}", b"[]", b"\xff\xfe", b'{"signed":{},"signatures":[]}', b"null"])
def test_junk_in_any_place_is_a_break_and_never_an_exception(repository: Repository, junk: bytes) -> None:
    for name in repository.chain():
        chain = repository.chain() | {name: junk}
        assert verify_chain([repository.roots[1]], chain) == Checked("broken", where=name)


def test_a_delegation_to_itself_ends() -> None:
    repository = Repository(delegated=True)
    targets = json.loads(repository.files["targets.json"])
    targets["signed"]["delegations"]["roles"][0]["name"] = "targets"
    chain = repository.chain() | {"targets.json": json.dumps(targets).encode()}
    assert verify_chain([repository.roots[1]], chain).verdict == "broken"


@given(st.data())
def test_one_changed_byte_is_never_trusted_with_other_keys(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(WHOLE.chain())))
    body = bytearray(WHOLE.chain()[name])
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= data.draw(st.integers(1, 255))
    checked = verify_chain([WHOLE.roots[1]], WHOLE.chain() | {name: bytes(body)})
    assert checked.verdict != "trusted" or checked.keys == WHOLE.target


WHOLE = Repository(delegated=True)


def test_a_chain_is_packed_the_same_each_time(repository: Repository) -> None:
    chain = repository.chain()
    packed = pack_chain(chain)
    assert packed == pack_chain(dict(reversed(chain.items())))
    assert unpack_chain(packed) == chain


@pytest.mark.parametrize("junk", [b"", b"\xc1", b"\x93\x01\x02\x03"])
def test_a_packed_chain_that_is_junk(junk: bytes) -> None:
    with pytest.raises(ProtocolFault, match="chain-unreadable"):
        unpack_chain(junk)

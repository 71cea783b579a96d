"""The endpoint's process dies at a commit of many filings at once: what was answered is on its books."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from client.base.errors import WorldError
from client.conformance.device import Draft, Frozen, Reply
from client.conformance.own_device import OwnDevice
from client.protocol import jws
from client.protocol.encoding import chain_digest
from client.protocol.messages import SUBMISSION_MEDIA
from tests.bench.endpoint import device, endpoint
from tests.client.sync.office import new_firm

DEVICES = 8
EACH = 6


def made_ready(sender: OwnDevice, owed: list[dict[str, object]]) -> list[Frozen]:
    """The first version of so many returns of one firm."""
    monthly = [each for each in owed if each["form"] == "JY"][:EACH]
    return [
        sender.freeze(
            Draft(due["return_key"], {"JY001": "1"}, (due["packs"][0]["version"], due["packs"][0]["sha256"]))
        )  # type: ignore[index, arg-type]
        for due in monthly
    ]


def put(sender: OwnDevice, frozen: Frozen) -> Reply:
    return sender.call("PUT", frozen.path, frozen.body, SUBMISSION_MEDIA)


DIES = """
import os, runpy, sqlite3, sys, threading
from functools import partial

class Dying(sqlite3.Connection):
    versions = 0

    def execute(self, statement, *values):
        if statement.startswith(("BEGIN", "INSERT INTO versions")):
            self.versions = 0 if statement[0] == "B" else self.versions + 1
        if statement != "COMMIT" or not self.versions:
            return super().execute(statement, *values)
        if self.versions == 1:
            threading.Event().wait(0.1)  # what comes meanwhile is committed together
            return super().execute(statement, *values)
        if MOMENT == "after":
            super().execute(statement)
        threading.Event().wait(0.3)  # as a slow disk: an answer that does not wait for it gets out now
        os._exit(9)

sqlite3.connect = partial(sqlite3.connect, factory=Dying)
sys.argv[0] = "main.py"
runpy.run_path("main.py", run_name="__main__")
"""
"""The program, which dies before or after the first commit of several versions at once."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_no_receipt_is_lost_when_it_dies_at_a_commit_of_many(tmp_path: Path, moment: str) -> None:
    firms = [new_firm() for _ in range(DEVICES)]
    heard: list[tuple[OwnDevice, Frozen, str]] = []
    dying = ("-c", DIES.replace("MOMENT", repr(moment)))
    with endpoint(tmp_path / "home", firms, dying) as (profile, codes, _):
        ready = [device(profile, tmp_path / firm, firm, codes[firm]) for firm in firms]
        filings = [(sender, made_ready(sender, owed)) for sender, owed in ready]

        def file_all(sender: OwnDevice, versions: list[Frozen]) -> None:
            with suppress(WorldError):  # it died
                for frozen in versions:
                    reply = put(sender, frozen)
                    assert reply.status == 201
                    heard.append((sender, frozen, reply.json()["receipt"]))

        with ThreadPoolExecutor(DEVICES) as pool:
            list(pool.map(lambda each: file_all(*each), filings))
    assert len(heard) < DEVICES * EACH
    with endpoint(tmp_path / "home", firms):
        for sender, _ in filings:
            sender.call("GET", "/v1/me")  # learns a nonce of the new process
        for sender, frozen, receipt in heard:
            sender.check_receipt(receipt, frozen)
            assert sender.call("GET", frozen.path).json()["receipt"] == receipt
        everything = [put(sender, frozen) for sender, versions in filings for frozen in versions]
        known = sum(reply.status == 200 for reply in everything)
        assert {reply.status for reply in everything} <= {200, 201}
        assert known >= len(heard) + (2 if moment == "after" else 0)
        _one_chain([reply.json()["receipt"] for reply in everything])
    for sender, _ in filings:
        sender.close()


def _one_chain(tokens: list[str]) -> None:
    """Every number once, each receipt naming the one before."""
    by_seq = {json.loads(jws.unverified(token))["seq"]: token for token in tokens}
    assert sorted(by_seq) == list(range(1, DEVICES * EACH + 1))
    for seq, token in by_seq.items():
        before = chain_digest(by_seq[seq - 1]) if seq > 1 else None
        assert json.loads(jws.unverified(token)).get("prev") == before

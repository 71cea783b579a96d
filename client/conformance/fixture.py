"""What the cases share: enrolled devices, returns not yet used, and how a promise is held against an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from client.conformance.device import Device, Draft, Frozen, Reply, Said
from client.protocol.encoding import matches_content_digest
from client.protocol.identifiers import new_id
from client.protocol.messages import SUBMISSION_MEDIA

PATIENCE = 30.0
"""Seconds a decision may take."""


class Failed(Exception):
    """A promise that is not kept; the text says what was expected and what came."""


class NotAsked(Exception):
    """A promise that could not be asked, and why."""


class Fixture:
    """Devices and returns for the cases; everything is made when it is first wanted."""

    def __init__(self, make: Callable[[str], Device], codes: Sequence[tuple[str, str]]) -> None:
        self._make = make
        self._codes = list(codes)
        self._made: list[Device] = []
        self._ready: dict[str, Device] = {}
        self._unused: Iterator[Said] | None = None

    @property
    def firm(self) -> str:
        """The firm that most codes are of. Raises ``NotAsked`` when no enrolment code is left."""
        firms = [firm for firm, _ in self._codes]
        if not firms:
            raise NotAsked("no enrolment code is left")
        return max(firms, key=firms.count)

    def device(self, name: str = "first") -> Device:
        """An active device, logged in; ``other`` is one of another firm."""
        if name not in self._ready:
            self._ready[name] = self._enrolled(other=name == "other")
        return self._ready[name]

    def stranger(self, firm: str | None = None) -> Device:
        """A device nobody has enrolled."""
        made = self._make(firm or (self._ready["first"].firm if "first" in self._ready else self.firm))
        self._made.append(made)
        greet(made)
        return made

    def code(self, *, other: bool = False, firm: str | None = None) -> tuple[str, str]:
        """An unused code; of the first firm unless another is asked for. Raises ``NotAsked`` when none is left."""
        own = firm or (self._ready["first"].firm if "first" in self._ready else self.firm)
        for pair in self._codes:
            if (pair[0] != own) == other:
                self._codes.remove(pair)
                return pair
        raise NotAsked("no enrolment code is left for this")

    def _enrolled(self, *, other: bool) -> Device:
        firm, code = self.code(other=other)
        device = self.stranger(firm)
        reply = post_enrolment(device, device.enrolment(code), new_id())
        state = good(reply, 202)
        device.device_id = state["device_id"]
        greet(device)
        good(device.log_in())
        return device

    def obligation(self) -> Said:
        """One open return that no case has used; monthly ones, so that there are many.

        Raises ``NotAsked`` when none is left.
        """
        if self._unused is None:
            items = good(self.device().call("GET", "/v1/obligations"))["items"]
            self._unused = iter([item for item in items if item["head"] is None])
        found = next(self._unused, None)
        if found is None:
            raise NotAsked("no open return is left")
        return found

    def freeze(self, **words: Any) -> Frozen:
        """``freeze`` of an unused return, by the first device."""
        return freeze(self.device(), self.obligation(), **words)

    def close(self) -> None:
        for device in self._made:
            device.close()


def greet(device: Device) -> None:
    """Have the device learn the endpoint's time, keys and newest nonce."""
    device.hello("n" * 22)


def post_enrolment(device: Device, body: bytes, key: str | None) -> Reply:
    """Send an enrolment as nobody yet, under an idempotency key if one is given."""
    from client.protocol.encoding import content_digest

    headers = {"Content_Type": "application/json", "Content_Digest": content_digest(body)}
    if key is not None:
        headers["Idempotency_Key"] = key
    return device.plain("POST", "/v1/enrolments", body, **headers)


def freeze(device: Device, due: Said, *, spoilt: bool = False, **words: Any) -> Frozen:
    """A version of a return under its current pack; ``words`` are fields of a ``Draft``."""
    pack = next(each for each in due["packs"] if each["use"] == "current")
    words.setdefault("cells", {f"{due['form']}001": "1234"})
    draft = Draft(return_key=due["return_key"], pack=(pack["version"], pack["sha256"]), **words)
    return device.freeze(draft, spoilt=spoilt)


def put(device: Device, frozen: Frozen, body: bytes | None = None, **headers: str) -> Reply:
    """Send a version; ``body`` in place of its own bytes."""
    return device.call("PUT", frozen.path, frozen.body if body is None else body, SUBMISSION_MEDIA, **headers)


def good(reply: Reply, status: int = 200) -> Any:
    """The JSON of a success; every answer must carry the headers of C1."""
    dressed(reply)
    if reply.status != status:
        raise Failed(f"{status} expected, {reply.status} {reply.kind} came")
    return reply.json() if reply.body[:1] in (b"{", b"[") else None


def refused(reply: Reply, status: int, *kinds: str) -> Said:
    """A problem document of that status and of one of these types."""
    dressed(reply)
    if reply.status != status or reply.kind not in kinds:
        raise Failed(f"{status} {' or '.join(kinds)} expected, {reply.status} {reply.kind or 'without type'} came")
    document: Said = reply.json()
    if document["status"] != status:
        raise Failed(f"the problem says {document['status']}")
    return document


def dressed(reply: Reply) -> None:
    """The headers every answer carries (C1)."""
    if reply.headers.get("stats-api") != "1":
        raise Failed("the answer has no Stats-Api: 1")
    missing = [name for name in ("date", "dpop-nonce", "x-request-id") if not reply.headers.get(name)]
    if missing:
        raise Failed(f"the answer lacks {', '.join(missing)}")
    digest = reply.headers.get("content-digest", "")
    if reply.status != 304 and digest and reply.body and not matches_content_digest(digest, reply.body):
        raise Failed("Content-Digest is not that of the body")


def decided(device: Device, frozen: Frozen) -> Said:
    """The version once a decision is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        state: Said = good(device.call("GET", frozen.path))
        if state["decision"] is not None:
            return state
        time.sleep(min(1.0, float(state.get("decide_after_s") or 0.2)))
    raise Failed(f"no decision within {PATIENCE:.0f} s")


def equal(what: str, found: object, expected: object) -> None:
    """Raises ``Failed`` unless what came is what was expected."""
    if found != expected:
        raise Failed(f"{what}: {expected!r} expected, {found!r} came")


def holds(what: str, found: object) -> None:
    """Raises ``Failed`` unless it is so."""
    if not found:
        raise Failed(f"not so: {what}")

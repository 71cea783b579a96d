"""What the endpoint says is due and what it tells: one line that cannot be read spoils nothing."""

from __future__ import annotations

import msgspec
import pytest

from client.protocol.faults import ProtocolFault
from client.protocol.messages import Notice, Notices
from client.sync import notices, obligations
from tests.client.sync.office import Client

SPOILT = {
    "deadline_at": "月底",
    "opens_at": "2025-10-01",
    "correctable_until": "",
    "grace_until": "soon",
    "return_key": "91441300MA58H0D25G.JY.2025-13",
    "form": "XM",
}


@pytest.mark.parametrize("field", SPOILT)
def test_what_cannot_be_read_is_not_kept(client: Client, field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept, it would stop the desk and every filing, with or without a network."""
    before = obligations.fetch(client.store, client.endpoint, client.firm)
    first, *rest = before.items
    lie = msgspec.structs.replace(first, **{field: SPOILT[field]})
    answer = client.endpoint.obligations()
    monkeypatch.setattr(
        client.endpoint, "obligations", lambda *_, **__: msgspec.structs.replace(answer, items=[*rest, lie])
    )
    with pytest.raises(ProtocolFault):
        obligations.fetch(client.store, client.endpoint, client.firm)
    assert client.store.run(lambda books: obligations.held(books, client.firm)) == before


def test_another_firm_s_returns_are_nobody_s_here(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.endpoint.obligations()
    key = f"91440101MA5XXXXX0A.{answer.items[0].return_key.partition('.')[2]}"
    items = [msgspec.structs.replace(answer.items[0], return_key=key)]
    monkeypatch.setattr(
        client.endpoint, "obligations", lambda *_, **__: msgspec.structs.replace(answer, items=items)
    )
    with pytest.raises(ProtocolFault, match="bad-return-key"):
        obligations.fetch(client.store, client.endpoint, client.firm)


@pytest.mark.parametrize("spoilt", [{"at": "昨天"}, {"return_key": "JY"}])
def test_a_notice_that_cannot_be_read_hides_no_other(
    client: Client, spoilt: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Notice(id="n1", kind="message", at="2025-10-08T09:00:00.000+08:00", text="通知")
    monkeypatch.setattr(client.endpoint, "notices", lambda _: Notices("n1", [told]))
    notices.fetch(client.store, client.endpoint, client.firm)
    lie, later = msgspec.structs.replace(told, id="n2", **spoilt), msgspec.structs.replace(told, id="n3")
    monkeypatch.setattr(client.endpoint, "notices", lambda _: Notices("n3", [lie, later]))
    kept = notices.fetch(client.store, client.endpoint, client.firm)
    assert ([item.id for item in kept.items], kept.next) == (["n1", "n3"], "n3")

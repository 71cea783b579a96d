"""An acknowledged commitment counts only for exactly the bytes that were promised, and under the bureau's key."""

from __future__ import annotations

import msgspec
import pytest

from client.base.clock import rfc3339
from client.protocol import jws, strict_json
from client.protocol.commitments import check_ack, commit_body
from client.protocol.faults import ProtocolFault
from client.protocol.messages import CommitAck, CommitRequest
from client.protocol.submission import Signer

from .conftest import NOW, RETURN, Bureau

ASKED = CommitRequest(RETURN, "3b1e0000-0000-4000-8000-000000000001", "ab" * 32, 1234)
ACK = CommitAck(
    1,
    "prod",
    ASKED.return_key,
    ASKED.version_id,
    ASKED.sealed_sha256,
    ASKED.size,
    rfc3339(NOW),
    "2025-10-10T20:00:00.000+08:00",
)


def signed(bureau: Bureau, ack: CommitAck) -> str:
    return jws.sign(strict_json.encode(ack), bureau.private["receipt"], "jibao-commit-ack", kid="b1")


def test_a_promise_is_signed_by_the_device(signer: Signer) -> None:
    token = commit_body(ASKED, signer).decode("ascii")
    payload = jws.verify(token, signer.key.public_key(), "jibao-commit")
    assert strict_json.decode(payload, CommitRequest) == ASKED


def test_its_acknowledgement_is_the_bureau_s(bureau: Bureau) -> None:
    assert check_ack(signed(bureau, ACK), ASKED, bureau.keys, "prod") == ACK


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"env": "practice"}, "protocol.ack-env"),
        ({"return_key": RETURN.replace("JY", "XM")}, "protocol.ack-other"),
        ({"version_id": "3b1e0000-0000-4000-8000-000000000002"}, "protocol.ack-other"),
        ({"sealed_sha256": "cd" * 32}, "protocol.ack-other"),
        ({"size": 1235}, "protocol.ack-other"),
        ({"upload_by": "2025-01-01T00:00:00.000+08:00"}, "protocol.ack-other"),
    ],
)
def test_an_acknowledgement_of_anything_else_is_refused(
    bureau: Bureau, changed: dict[str, object], code: str
) -> None:
    token = signed(bureau, msgspec.structs.replace(ACK, **changed))
    with pytest.raises(ProtocolFault) as refused:
        check_ack(token, ASKED, bureau.keys, "prod")
    assert refused.value.code == code


def test_one_signed_by_another_key_is_refused(bureau: Bureau) -> None:
    forged = jws.sign(strict_json.encode(ACK), bureau.private["log"], "jibao-commit-ack", kid="b1")
    with pytest.raises(ProtocolFault) as refused:
        check_ack(forged, ASKED, bureau.keys, "prod")
    assert refused.value.code == "protocol.jws-signature"

"""Versions, receipts and decisions where it does not matter what was signed, alike but for what is given."""

from __future__ import annotations

from typing import Any

from client.protocol.messages import Decision, DecisionFinding, Receipt
from client.store import Version
from forms.periods import Period

FIRM = "91441300MA58H0D25G"
SEPTEMBER = Period.parse("2025-09")
DIGEST = "0" * 64
VERSION_ID = "01890000-0000-7000-8000-000000000007"


def a_version(
    form: str = "JY", period: Period = SEPTEMBER, *, firm: str = FIRM, digest: str = DIGEST, **given: Any
) -> Version:
    """A frozen version of a return; ``given`` replaces any field, ``digest`` all three digests."""
    whole: dict[str, Any] = {
        "version_id": VERSION_ID,
        "return_key": f"{firm}.{form}.{period}",
        "firm": firm,
        "form": form,
        "period": period,
        "base_version_id": None,
        "kind": "original",
        "pack": "gd-eic/2026.1",
        "endpoint": "e",
        "manifest": "m",
        "sealed": b"s",
        "sealed_sha256": digest,
        "manifest_sha256": digest,
        "commitment": digest,
        "created_at": "2025-10-08T09:30:15.000Z",
    }
    return Version(**whole | given)


def a_receipt(received_at: str = "2025-10-08T09:30:15.000Z", timeliness: str = "on_time") -> Receipt:
    """The receipt of ``a_version()``."""
    return Receipt(
        v=1,
        env="practice",
        receipt_no="LX-2025-00000007",
        log_id="log",
        seq=7,
        prev=None,
        return_key=f"{FIRM}.JY.{SEPTEMBER}",
        version_id=VERSION_ID,
        base_version_id=None,
        manifest_sha256=DIGEST,
        sealed_sha256=DIGEST,
        commitment=DIGEST,
        received_at=received_at,
        deadline_at="2025-10-10T18:00:00.000+08:00",
        timeliness=timeliness,
        device_id="device",
    )


def a_decision(state: str, *findings: DecisionFinding) -> Decision:
    """The first decision on ``a_version()``."""
    return Decision(
        v=1,
        env="practice",
        decision_no=1,
        prev_decision=None,
        return_key=f"{FIRM}.JY.{SEPTEMBER}",
        version_id=VERSION_ID,
        manifest_sha256=DIGEST,
        state=state,
        decided_at="2025-10-08T17:31:00.000+08:00",
        findings=list(findings),
    )

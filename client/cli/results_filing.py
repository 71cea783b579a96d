"""The published shapes of what stands beside filing: attachments, notices, prechecks."""

from __future__ import annotations

import msgspec

from client.usecases.attaching import Shown
from client.usecases.notices import Told
from client.usecases.prechecking import Prechecked


class AttachmentResult(msgspec.Struct, frozen=True, kw_only=True):
    """One file beside a return. ``state``: ``waiting``, ``frozen``, ``uploading``, ``filed`` or ``taken-off``."""

    id: str
    name: str
    media: str
    size: int
    sha256: str
    state: str
    arrived: int
    whole: int
    receipt_no: str


class NoticeResult(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the bureau told."""

    id: str
    kind: str
    at: str
    form: str | None
    period: str | None
    text: str


class PrecheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the endpoint would say of one return; ``findings`` name rules and cells, never values."""

    key: str
    form: str
    period: str
    findings: list[dict[str, str | list[str]]]


STATES = {
    "waiting": "随下次报送送出",
    "frozen": "已冻结，等待上传",
    "uploading": "正在上传",
    "filed": "已送达",
    "taken-off": "已取下（随上一版送达）",
}


def attachment_result(shown: Shown) -> AttachmentResult:
    file = shown.file
    return AttachmentResult(
        id=file.id,
        name=file.name,
        media=file.media,
        size=file.size,
        sha256=file.sha256,
        state=shown.state,
        arrived=shown.arrived,
        whole=shown.whole,
        receipt_no=shown.receipt_no,
    )


def notice_result(told: Told) -> NoticeResult:
    period = str(told.period) if told.period else None
    return NoticeResult(
        id=told.id, kind=told.kind, at=told.at.isoformat(), form=told.form, period=period, text=told.text
    )


def precheck_result(found: Prechecked) -> PrecheckResult:
    target = found.check.target
    findings: list[dict[str, str | list[str]]] = [
        {"rule": each.rule, "severity": each.severity, "cells": list(each.cells), "message": each.message}
        for each in found.findings
    ]
    return PrecheckResult(key=target.key, form=target.form, period=str(target.period), findings=findings)


def attachment_line(each: AttachmentResult) -> str:
    """One line a person reads."""
    progress = f"，已传 {each.arrived}/{each.whole} 字节" if each.state == "uploading" else ""
    receipt = f"，回执 {each.receipt_no}" if each.receipt_no else ""
    kind = each.media.rpartition("/")[2].upper()
    state = STATES[each.state]
    about = f"{kind}，{each.size} 字节，SHA-256 {each.sha256[:16]}…"
    return f"{each.id[:8]} {each.name}（{about}）{state}{progress}{receipt}"


def notice_line(each: NoticeResult) -> str:
    """One line a person reads."""
    about = f" {each.form} {each.period}" if each.form else ""
    return f"{each.at[:16].replace('T', ' ')}{about} {each.text}"


def precheck_lines(each: PrecheckResult) -> list[str]:
    """What a person reads of one return."""
    if not each.findings:
        return [f"{each.form} {each.period}  预检未发现问题（不代表已报送）"]
    told = [f"{each.form} {each.period}  预检发现 {len(each.findings)} 处问题（不代表已报送）"]
    return told + [
        f"  {found['rule']}：{found['message']}（{'、'.join(found['cells'])}）" for found in each.findings
    ]

"""Attachments, notices and prechecks as results."""

from __future__ import annotations

from client.cli.results.beside import AttachmentResult, DeviceResult, NoticeResult, PrecheckResult
from client.cli.results.texts import Text
from client.usecases.bureau.attaching import Shown
from client.usecases.bureau.devices import Computer
from client.usecases.bureau.notices import Told
from client.usecases.bureau.prechecking import Prechecked
from forms.pack import Shelf


def attachment_result(shown: Shown) -> AttachmentResult:
    """One file beside a return."""
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


def device_result(each: Computer) -> DeviceResult:
    """One computer that files for the enterprise."""
    return DeviceResult(
        id=each.id,
        name=each.name,
        fingerprint=each.fingerprint,
        state=each.state,
        own=each.own,
        enrolled_at=each.enrolled_at,
        last_seen=each.last_seen,
    )


def notice_result(told: Told) -> NoticeResult:
    """One notice of the authority; blank period and form where it speaks of none."""
    period = str(told.period) if told.period else None
    return NoticeResult(
        id=told.id, kind=told.kind, at=told.at.isoformat(), form=told.form, period=period, text=told.text
    )


def precheck_result(found: Prechecked, shelf: Shelf) -> PrecheckResult:
    """One return, and what a decision on it would name."""
    target = found.check.target
    rules = shelf.in_force(target.period).rules
    named = [rules[each.rule] for each in found.findings if each.rule in rules]
    findings: list[dict[str, str | list[str]]] = [
        {"rule": each.rule, "severity": each.severity, "cells": list(each.cells), "message": each.message}
        for each in found.findings
    ]
    titles = {rule.id: Text(zh=rule.zh, en=rule.en) for rule in named}
    return PrecheckResult(
        key=str(target.key), form=target.form, period=str(target.period), findings=findings, titles=titles
    )

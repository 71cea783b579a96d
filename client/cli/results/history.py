"""Answers of ``history``, ``undo``, ``redo`` and ``audit verify``."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import Text


class EventResult(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a cell; ``old`` and ``new`` are null for a blank cell.

    ``kind`` is ``do``, ``undo``, ``redo``, or ``kept`` for what acts long past led to; ``source`` keyboard, paste,
    workbook, carried, computed, repair or returned, with the workbook's cell in ``place`` and its own figure in
    ``raw`` and ``raw_unit``.
    """

    seq: int
    at: str
    who: str
    kind: str
    source: str
    address: str
    old: str | None
    new: str | None
    place: str
    raw: str
    raw_unit: str


class LossResult(msgspec.Struct, frozen=True, kw_only=True):
    """Entries that were saved once and are gone (``missing``), or another one in its place (``altered``)."""

    kind: str
    first: int
    last: int
    what: Text


class AuditResult(msgspec.Struct, frozen=True, kw_only=True):
    """The audit trail: how many entries, its head, and the first entry that is not as it was written.

    ``reason``: gap, hash, link, payload, payload-missing, or blank; ``action`` and ``ref`` are the entry's own.
    ``anchors`` counts filed versions whose signed manifest states the head the trail had then; ``astray`` names
    those that state another. ``doubts`` are cells that are not what was done to them.
    """

    enterprise: str
    """Blank for the home's own store, which lists the enterprises."""
    whole: bool
    entries: int
    head: str
    broken_at: int | None
    reason: str
    action: str
    ref: str
    what: Text
    losses: list[LossResult]
    doubts: list[dict[str, str]]
    anchors: int
    astray: list[str]

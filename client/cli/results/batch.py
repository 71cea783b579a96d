"""Answers of ``import`` over many enterprises and of ``batch``."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import LeftResult, Problem, Text


class FirmImportResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a workbook does for one enterprise.

    ``state``: ``planned`` (a dry run), ``unchanged`` (the home holds the same), ``done``, ``refused``, ``waiting``
    (the batch was stopped before). ``taken`` counts the values found, ``changed`` the cells written.
    """

    enterprise: str
    name: str
    known: bool
    state: str
    taken: int
    changed: int
    errors: int
    queries: int
    left: list[LeftResult]
    warnings: list[Text]
    problem: Problem | None = None


class FileImportResult(msgspec.Struct, frozen=True, kw_only=True):
    """One workbook; ``problem`` says why none of it was taken, ``left`` belongs to no enterprise."""

    file: str
    firms: list[FirmImportResult]
    left: list[LeftResult]
    problem: Problem | None = None


class PartResult(msgspec.Struct, frozen=True, kw_only=True):
    """One enterprise's part of a batch: ``waiting``, ``done``, ``refused`` or ``undone``; ``code`` says why."""

    enterprise: str
    name: str
    state: str
    cells: int
    code: str


class BatchResult(msgspec.Struct, frozen=True, kw_only=True):
    """A batch: unfinished ones can be gone on with, all can be taken back."""

    id: str
    at: str
    title: str
    unfinished: bool
    parts: list[PartResult]

"""Answer of ``merge``."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import Text


class MergeCellResult(msgspec.Struct, frozen=True, kw_only=True):
    """A cell in which the sides differ; null is a blank one.

    ``chosen`` is ``mine`` or ``theirs``, as asked or because one side alone changed it; null wants a choice.
    """

    address: str
    name: Text
    base: str | None
    mine: str | None
    theirs: str | None
    chosen: str | None


class MergeResult(msgspec.Struct, frozen=True, kw_only=True):
    """What another computer filed beside what is here."""

    device: str
    received_at: str
    cells: list[MergeCellResult]

"""Answers of ``repository``."""

from __future__ import annotations

import msgspec


class RepositoryResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a repository holds: the signatures each of the ``waiting`` roles still lacks, ``published`` names.

    ``timestamp`` is the moment until which the timestamp holds, RFC 3339; null before the first release.
    """

    waiting: dict[str, int]
    published: dict[str, list[str]]
    timestamp: str | None

"""Answers of ``restore`` and ``salvage``."""

from __future__ import annotations

import msgspec


class RestoredReturn(msgspec.Struct, frozen=True, kw_only=True):
    """One return: addresses of cells that come, change, and go."""

    key: str
    added: list[str]
    changed: list[str]
    missing: list[str]


class RestoredResult(msgspec.Struct, frozen=True, kw_only=True):
    """What restoring an enterprise changes, or changed if ``done``; a return that stays as it is is not named.

    ``versions_lost`` were filed after the backup was made: the endpoint holds them, ``sync`` fetches them back.
    """

    enterprise: str
    name: str
    done: bool
    returns: list[RestoredReturn]
    versions_lost: list[str]


class SalvagedResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was saved of a damaged store. ``uncertain`` and ``mended`` hold addresses by return key.

    ``backup`` names the one it stands on; ``replayed`` acts since were done again, ``lost`` ones cannot be read.
    ``files`` names attached files that cannot be read, by return key.
    """

    enterprise: str
    backup: str
    replayed: int
    lost: list[int]
    mended: dict[str, list[str]]
    uncertain: dict[str, list[str]]
    versions: int
    files: dict[str, list[str]]

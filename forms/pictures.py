"""Which pictures of an enterprise's figures a pack wants drawn: ``pictures.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from forms.pack.loader import read_part

PictureKind = Literal["course", "share", "progress"]


class Share(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One indicator as a share of another, in per cent; ``whole`` is that of the report ending with ``part``'s."""

    name: str
    name_en: str
    part: str
    whole: str


class PictureEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One picture.

    ``course``: an ``indicator`` of a single form over the reports of a year, beside the year before.
    ``share``: one line for each of ``share``, with the level of a ``target`` of the plan.
    ``progress``: by record of a list, ``indicator`` done of ``total`` against a pace from ``begins`` to ``ends``.
    """

    id: str
    kind: PictureKind
    name: str
    name_en: str
    indicator: str = ""
    share: tuple[Share, ...] = ()
    target: str = ""
    total: str = ""
    begins: str = ""
    ends: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    picture: tuple[PictureEntry, ...] = ()


def load_pictures(folder: Path) -> tuple[PictureEntry, ...]:
    """Those of the pack in ``folder``, none without ``pictures.toml``; raises ``FormsError('pack.…')``."""
    file = folder / "pictures.toml"
    return read_part(folder, file, _File).picture if file.is_file() else ()

"""Released definitions as one ``.jbpack`` file: the repository's metadata and its packs in a zip."""

from __future__ import annotations

import zipfile
from pathlib import Path

from client.base.errors import UserError


def write_bundle(folder: Path, out: Path) -> None:
    """What a computer without a network needs to take the definitions over, signatures and all.

    Raises ``UserError``: ``publishing.not-founded``, ``publishing.no-file`` when ``out`` cannot be written.
    """
    if not (folder / "metadata" / "timestamp.json").is_file():
        raise UserError("publishing.not-founded")
    files = [*(folder / "metadata").glob("*.json"), *(folder / "targets" / "packs").rglob("*.zip")]
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(files):
                archive.write(path, path.relative_to(folder).as_posix())
    except OSError as error:
        raise UserError("publishing.no-file", file=out) from error

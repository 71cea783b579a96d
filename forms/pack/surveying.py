"""What a pack folder may hold, looked at before anything in it is opened: plain files, few and small enough."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from forms.problems import FormsError

LARGEST_FILE = 1_000_000
_LARGEST = 8_000_000
_MOST_FILES = 1_000


def survey(root: Path) -> None:
    """Raises ``FormsError('pack.not-a-file' | 'pack.file-too-large' | 'pack.too-large')``.

    A link could lead out of the folder, to what is no definition; a pipe would never end.
    """
    count = size = 0
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = Path(folder, name)
            file = path.relative_to(root).as_posix()
            about = path.lstat()
            count += 1
            plain = stat.S_ISREG(about.st_mode)
            if not (plain or (stat.S_ISDIR(about.st_mode) and not name.endswith(".toml"))):
                raise FormsError("pack.not-a-file", file=file)
            if plain and name.endswith(".toml"):
                size += about.st_size
                if about.st_size > LARGEST_FILE:
                    raise FormsError("pack.file-too-large", file=file)
            if count > _MOST_FILES or size > _LARGEST:
                raise FormsError("pack.too-large", file=".", files=_MOST_FILES, bytes=_LARGEST // 1_000_000)

"""SQLite's errors, told as errors of this program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from client.base.errors import JibaoError, OurFault, UserError, WorldError
from client.base.stopping import Stopped

_NAMED: tuple[tuple[type[apsw.Error], type[JibaoError], str], ...] = (
    (apsw.BusyError, UserError, "store.held"),
    (apsw.LockedError, UserError, "store.held"),
    (apsw.NotADBError, UserError, "store.wrong-key"),
    (apsw.CorruptError, WorldError, "store.damaged"),
    (apsw.FullError, WorldError, "store.disk-full"),
    (apsw.ReadOnlyError, UserError, "store.read-only"),
    (apsw.PermissionsError, UserError, "store.read-only"),
    (apsw.CantOpenError, UserError, "store.cannot-open"),
    (apsw.IOError, WorldError, "store.disk-error"),
    (apsw.NoMemError, WorldError, "store.disk-error"),
)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Turn an apsw error into a named one; what is no fault of disk, key or place is ``OurFault``.

    SQLite's own text is not carried along: a failed constraint may quote what was stored. What was interrupted
    is ``Stopped``.
    """
    try:
        yield
    except apsw.InterruptError as error:
        raise Stopped from error
    except apsw.Error as error:
        raise name_of(error, path) from error


def name_of(error: apsw.Error, path: Path) -> JibaoError:
    """The named error for ``error``, which happened to the store at ``path``."""
    for kind, root, code in _NAMED:
        if isinstance(error, kind):
            return root(code, file=path, home=path.parent)
    return OurFault("store.refused", file=path, kind=type(error).__name__)

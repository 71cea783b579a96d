"""``--put-back PID FOLDER``: the version before an update that does not start takes its place again."""

from __future__ import annotations

from pathlib import Path

from client.base.errors import UserError


def main(arguments: list[str]) -> int:
    """Asked by the new version (``renewal.installing``), never by a person; answers the exit status."""
    from client.usecases.renewal.installing import put_back

    if len(arguments) < 2 or not arguments[0].isdigit() or not Path(arguments[1]).is_dir():
        return UserError.exit_status
    put_back(int(arguments[0]), Path(arguments[1]), arguments[2:])
    return 0

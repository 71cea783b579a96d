"""Start of Jibao 集报: no argument opens the window; a sub-command does the same job without one."""

from __future__ import annotations

import gc
import os
import sys


def main(arguments: list[str]) -> int:
    """Run one of the three front ends; answers the exit status."""
    try:
        return _front_end(arguments)
    except ImportError as error:
        if not any(sign in f"{error.name} {error}" for sign in _QT_IS_MISSING):
            raise
        from client.cli import without_qt

        return without_qt(error)


def _front_end(arguments: list[str]) -> int:
    if not arguments or arguments[0].startswith("--window"):
        return _window(arguments)
    if len(arguments) == 1 and arguments[0].lower().endswith(_OPENED):
        return _window(["--open", arguments[0]])
    if arguments[0] == "demo":
        from client.tour import main as demo

        return demo(arguments[1:])
    if arguments[0] == "--self-test":
        from client.tour.self_test import main as self_test

        return self_test(arguments[1:])
    if arguments[0] == "--starts":
        from client.tour.starts import main as starts

        return starts()
    if arguments[0] == "--put-back":
        from client.ui.putting_back import main as put_back

        return put_back(arguments[1:])
    from client.cli import main as command_line

    return command_line(arguments)


def _window(arguments: list[str]) -> int:
    # What is made during the start stays: looking through it for rubbish a hundred times is a tenth of it.
    gc.disable()
    from client.ui.ground import binding

    # numpy would start a thread a core, each with its memory, for matrices; there are none here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    binding.load()
    from client.ui.app import main as window

    status = window(arguments)
    # All is closed: the end of the process would look through everything for rubbish twice more.
    gc.freeze()
    return status


_OPENED = (".jbsub", ".jbpack", ".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv")
"""A file by itself is what a double click gives."""

_QT_IS_MISSING = ("PySide6", "shiboken6", "cannot open shared object file", "DLL load failed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

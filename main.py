"""Start of Jibao 集报: no argument opens the window; a sub-command does the same job without one."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    """Run one of the three front ends; answers the exit status."""
    if not arguments or arguments[0].startswith("--window"):
        from client.ui.app import main as window

        return window(arguments)
    if arguments[0] == "demo":
        from client.tour import main as demo

        return demo(arguments[1:])
    from client.cli import main as command_line

    return command_line(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

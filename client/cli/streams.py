"""Standard output and error: what they can carry, and an answer as one JSON object for scripts."""

from __future__ import annotations

import io
import sys

import msgspec

from client.cli.results.answer import Result


def prepare_streams(*, json: bool) -> None:
    """JSON is UTF-8 whatever the console speaks (RFC 8259); a page never fails for a character it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if json:
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="replace")


def print_json(result: Result) -> None:
    """The whole answer as one line-broken JSON object on standard output."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(result), indent=2).decode() + "\n")

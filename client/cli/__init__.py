"""The same job without the window."""

from client.cli.app import main

__all__ = ["main"]

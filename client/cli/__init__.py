"""The same job without the window."""

from client.cli.app import main, without_qt

__all__ = ["main", "without_qt"]

"""The practice endpoint: the reference server of the filing protocol, on this computer, with keys of its own."""

from client.practice.hosting import Hosting
from client.practice.server import Practice
from client.practice.web.context import Hooks
from client.practice.web.exchange import DropAnswer

__all__ = ["DropAnswer", "Hooks", "Hosting", "Practice"]

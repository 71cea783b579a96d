"""The practice endpoint: the reference server of the filing protocol, on this computer, with keys of its own."""

from client.practice.exchange import DropAnswer
from client.practice.room import Hooks
from client.practice.server import Practice, start

__all__ = ["DropAnswer", "Hooks", "Practice", "start"]

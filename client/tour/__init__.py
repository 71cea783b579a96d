"""The guided demo: the one room that uses window, command line and practice endpoint together."""

from client.tour.command import main

__all__ = ["main"]

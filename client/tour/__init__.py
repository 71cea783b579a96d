"""The guided demo: the one package that uses window, command line and practice endpoint together."""

from client.tour.command import main

__all__ = ["main"]

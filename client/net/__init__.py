"""The wire: how the client reaches an endpoint, whom it believes there, and what each failure is called."""

from client.net.endpoint import Endpoint
from client.net.failures import NetworkFailure
from client.net.login import Device
from client.net.problems import ProblemAnswer

__all__ = ["Device", "Endpoint", "NetworkFailure", "ProblemAnswer"]

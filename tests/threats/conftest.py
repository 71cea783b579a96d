"""A practice endpoint for each file of tests."""

from __future__ import annotations

from tests.client.conftest import practice

__all__ = ["practice"]

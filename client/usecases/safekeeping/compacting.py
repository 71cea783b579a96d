"""Letting go of single acts on returns that were accepted long ago; what they led to is kept, and the trail."""

from __future__ import annotations

from datetime import timedelta

from client.base.clock import rfc3339
from client.store import Compacted
from client.usecases.home.session import Session

AFTER = timedelta(days=90)
"""So long after it was accepted a return's single acts are still kept."""


def compact(session: Session, firm: str) -> list[Compacted]:
    """Compact the returns of an enterprise that were accepted long enough ago; none is the usual answer."""
    before = rfc3339(session.clock.now() - AFTER)
    with session.vault.visit(firm) as store:
        return store.run(lambda books: books.compacting.settle(before))


def compact_open(session: Session, firms: tuple[str, ...]) -> list[Compacted]:
    """``compact`` those of ``firms`` that are open: to be called when a backup has just been proved."""
    return [each for firm in firms if session.vault.is_open(firm) for each in compact(session, firm)]

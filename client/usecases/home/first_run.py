"""The first run: which step a new home is at. Every step may be skipped, and is come back to after a restart."""

from __future__ import annotations

from typing import Literal, get_args

from client.store.repositories.books import Books
from client.usecases.home.session import Session

Step = Literal["language", "firm", "endpoint", "card", "past", "done"]
STEPS: tuple[Step, ...] = get_args(Step)

_KEPT = "first-run/step"


def step_of(session: Session) -> Step:
    """Where the person is; a home that knew its enterprises before it had a first run is done with it."""
    return session.own.run(_read)


def go_to(session: Session, step: Step) -> Step:
    """Remember that this step comes next; answers the one that really does."""

    def work(books: Books) -> Step:
        books.settings.put(_KEPT, step.encode())
        return _read(books)

    return session.own.run(work)


def after(step: Step) -> Step:
    """The step after another; the last leads to itself."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: Step) -> Step:
    """The step to go back to; the first leads to itself. An enterprise that is known is not entered once more."""
    if step == "endpoint":
        return "language"
    return STEPS[max(STEPS.index(step) - 1, 0)]


def _read(books: Books) -> Step:
    kept = (books.settings.get(_KEPT) or b"").decode()
    known = bool(books.enterprises.all())
    if kept not in STEPS:
        return "done" if known else "language"
    if kept == "firm" and known:
        return "endpoint"
    # Whatever was remembered, nothing can be done without an enterprise.
    return kept if known or kept == "language" else "firm"

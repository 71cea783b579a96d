"""Running the cases: one outcome each, in order, whatever becomes of the ones before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from client.base.errors import JibaoError
from client.conformance import (
    cases_access,
    cases_aside,
    cases_filing,
)
from client.conformance.device import Device
from client.conformance.fixture import Failed, Fixture, NotAsked


class Outcome(NamedTuple):
    """What one case showed. ``said`` is blank for a promise that is kept."""

    name: str
    section: str
    promise: str
    verdict: str
    """``kept``, ``broken``, or ``not asked`` with the reason."""
    said: str = ""


def run(make: Callable[[str], Device], codes: Sequence[tuple[str, str]]) -> Iterator[Outcome]:
    """Ask every promise. ``make`` gives a new device of a firm; ``codes`` are enrolment codes: two or more of one
    firm, and one of another.
    """
    fixture = Fixture(make, codes)
    try:
        for section, module in (("access", cases_access), ("filing", cases_filing), ("aside", cases_aside)):
            for case in module.CASES:
                yield _outcome(section, case, fixture)
    finally:
        fixture.close()


def _outcome(section: str, case: Callable[[Fixture], None], fixture: Fixture) -> Outcome:
    name = case.__name__.replace("_", "-")
    promise = (case.__doc__ or "").strip()
    try:
        case(fixture)
    except NotAsked as reason:
        return Outcome(name, section, promise, "not asked", str(reason))
    except Failed as failed:
        return Outcome(name, section, promise, "broken", str(failed))
    except JibaoError as error:
        return Outcome(name, section, promise, "broken", f"{error.code}: {error.what('en')}")
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        return Outcome(
            name, section, promise, "broken", f"unreadable answer: {type(error).__name__} {error}"[:200]
        )
    return Outcome(name, section, promise, "kept")

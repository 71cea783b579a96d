"""What the desk shows of an enterprise, as plain data."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from client.usecases.returns.states import FILED, State
from forms.periods import Period

SOON_DAYS = 40
"""A return whose deadline is further away is not yet owed."""


class DeskRow(msgspec.Struct, frozen=True):
    """One return on the desk; ``filled`` of ``asked`` cells hold something."""

    form: str
    form_name: str
    period: Period
    deadline: datetime | None
    days_left: int | None
    state: State
    errors: int
    queries: int
    hints: int
    filled: int
    asked: int
    receipt_no: str | None
    form_name_en: str = ""
    address: str = ""
    """The first cell that was remarked on when it was sent back, while nothing was changed since."""
    emptied: bool = False
    """Whether it was filed and all its figures were deleted since, which nobody was told yet."""
    changed: bool = False
    """Whether what was filed was changed since, which nobody was told yet."""
    opens: date | None = None
    """From when it can be filed, where that is still to come."""
    past: bool = False
    """Whether it was loaded from before the enterprise came to this program: it was filed by other means."""

    @property
    def ready(self) -> bool:
        """Whether it could be filed today and is not."""
        return self.state == "ready" and not self.past and self.opens is None

    @property
    def open(self) -> bool:
        """Whether the authority does not hold these figures yet."""
        return (self.state not in FILED or self.emptied) and not self.past

    @property
    def owed(self) -> bool:
        """Whether it is also due soon, or late; one that is begun long before its deadline is not owed yet."""
        return self.open and self.days_left is not None and self.days_left <= SOON_DAYS


class DeskReceipt(msgspec.Struct, frozen=True):
    """A receipt as the desk lists it; ``stored_at`` is RFC 3339, ``returned`` that the version was sent back."""

    number: str
    stored_at: str
    form: str
    form_name: str
    form_name_en: str
    period: Period
    returned: bool = False


class Unknown(msgspec.Struct, frozen=True):
    """A return the authority asks for whose form no version of the definitions here has."""

    form: str
    title: str
    period: Period
    deadline: datetime
    days_left: int


class Desk(msgspec.Struct, frozen=True):
    """The desk of one enterprise. ``receipts`` are the newest first."""

    firm: str
    name: str
    rows: tuple[DeskRow, ...]
    receipts: tuple[DeskReceipt, ...]
    unknown: tuple[Unknown, ...] = ()

    @property
    def owed(self) -> tuple[int, ...]:
        """Days left for each return that is owed, the first one first, also of forms that are not known here."""
        known = (row.days_left for row in self.rows if row.owed and row.days_left is not None)
        return tuple(sorted((*known, *(each.days_left for each in self.unknown))))

    @property
    def complete_but_not_sent(self) -> tuple[DeskRow, ...]:
        """Returns that could be filed and are not: the alarm of the desk."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def without_receipt(self) -> tuple[DeskRow, ...]:
        """Returns that were filed here and of which the authority has not said that it has them."""
        return tuple(row for row in self.rows if row.state in ("queued", "sent"))

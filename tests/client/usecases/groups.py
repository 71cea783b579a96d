"""Enterprises beside the sample's, and figures entered for them."""

from __future__ import annotations

from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.periods import Period
from forms.returns import ReturnKey

OTHER = "91440300708461136T"
IDLE = "91441900MA5W0003X1"


def typed(session: Session, firm: str, form: str, period: str, texts: dict[str, str]) -> None:
    outcome = open_draft(session, ReturnKey(firm, form, Period.parse(period))).type(texts)
    assert outcome is not None
    save(session, outcome.change).result()

"""What a return is called in a message: its form and its period, never its key."""

from __future__ import annotations

from client.usecases.home.session import Session
from forms.periods import Period
from forms.returns import ReturnKey
from forms.words import Words


def return_words(form: Words, period: Period) -> Words:
    """``《企业月度经营情况》2025年9月``, or the form's English name and ``2025-09``."""
    return Words(f"《{form.zh}》{period.label('zh')}", f"“{form.what('en')}” for {period.label('en')}")


def words_of_key(session: Session, key: ReturnKey) -> Words:
    """``return_words`` of a return key; by its code where the definitions in force have no such form."""
    _, form, period = key
    known = session.pack_for(period).forms.get(form)
    return return_words(known.words if known is not None else Words(form, form), period)

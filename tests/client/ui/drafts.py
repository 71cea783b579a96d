"""Returns in memory, with texts typed into them, and the grid model of one."""

from __future__ import annotations

from decimal import Decimal

from client.ui.entry.cells.single import SingleModel
from client.usecases.returns.editing import Draft
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Cell, Return

PACK = bundled_pack()
MONTH = "2025-09"


def blank(form: str, period: str) -> Return:
    return Return(firm="F", form=form, period=Period.parse(period), pack=PACK.version)


def drafted(form: str, period: str, *others: Return, **texts: str) -> Draft:
    """A return in memory with these texts typed in."""
    draft = Draft(PACK, blank(form, period), {(r.form, str(r.period)): r for r in others})
    if texts:
        draft.type({address.replace("__ly", "@ly"): text for address, text in texts.items()})
    return draft


def earlier(period: str, **figures: int) -> Return:
    made = blank("JY", period)
    made.cells |= {code: Cell(str(figure), Decimal(figure)) for code, figure in figures.items()}
    return made


def month(*others: Return, **texts: str) -> SingleModel:
    return SingleModel(drafted("JY", MONTH, *others, **texts))

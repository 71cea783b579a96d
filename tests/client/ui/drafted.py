"""Drafts and the models that show them."""

from __future__ import annotations

from client.ui.entry.cells.records import RecordsModel
from client.usecases.returns.editing import Draft
from forms.pack import bundled_pack
from forms.periods import Period
from forms.returns import Return

PACK = bundled_pack()
MONTH = "2025-09"


def drafted(form: str = "XM", *names: str) -> Draft:
    """A rows form in memory with records of these ids and names."""
    period = PACK.forms[form].period_of(Period.parse(MONTH))
    draft = Draft(PACK, Return(firm="F", form=form, period=period, pack=PACK.version), {})
    if names:
        name = draft.form.row_name
        draft.type({f"{form}[{n}].{name}": f"项目{n}" for n in names}, new_rows={form: names})
    return draft


def records(*names: str) -> RecordsModel:
    return RecordsModel(drafted("XM", *names))

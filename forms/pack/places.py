"""Which definition an address of a return stands for."""

from __future__ import annotations

from forms.addresses import Address
from forms.pack.model import Form, Indicator, Spec


def indicator_at(form: Form, address: Address) -> Indicator:
    """The indicator an address belongs to; raises ``LookupError`` when the form has no such place."""
    indicator = form.indicators[address.code]
    in_rows = form.shape == "rows"
    if (address.form_row is not None) != in_rows:
        raise LookupError(str(address))
    if address.in_child_table != bool(indicator.table):
        raise LookupError(str(address))
    if address.column is not None and address.column not in indicator.columns:
        raise LookupError(str(address))
    return indicator


def spec_at(form: Form, address: Address) -> Spec:
    """What a cell's text is read against: the indicator, its part, or a column of its child table.

    Raises ``LookupError`` when the form has no such place.
    """
    indicator = indicator_at(form, address)
    named = indicator.parts or indicator.table
    if named:
        return named[address.part or ""]
    if address.part is not None:
        raise LookupError(str(address))
    return indicator

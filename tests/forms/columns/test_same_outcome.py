"""Closures and columns say the same of every rule and every record, reasons included.

``JIBAO_EXAMPLES=20000 pytest --timeout 0 tests/forms/columns`` looks longer.
"""

from __future__ import annotations

from decimal import localcontext

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from forms.columns.compiled import check_table
from forms.columns.tables.table import Table
from forms.values.units import EXACT
from tests.forms.columns import world
from tests.forms.columns.world import EXAMPLES, PERIOD, Writing, by_closures, by_columns, has_meaning, pack_with

RELAXED = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

WRITING = {form: Writing(form) for form in ("SS", "LL")}


@pytest.mark.parametrize("form", WRITING)
@RELAXED
@given(data=st.data())
def test_any_rule_over_any_returns(form: str, data: st.DataObject) -> None:
    pack = pack_with(data.draw(WRITING[form].rule()))
    assume(has_meaning(pack))
    firms = data.draw(st.lists(world.returns(), min_size=1, max_size=3))
    table = Table.from_returns(pack, form, PERIOD, firms)
    with localcontext(EXACT):
        expected = by_closures(pack, form, firms, PERIOD)
    assert by_columns(pack, table, check_table(pack, form, table)) == expected

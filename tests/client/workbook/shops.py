"""A form of shops, and the pack it is all of."""

from __future__ import annotations

from client.workbook.finding.names.naming import Names
from forms.pack.model import Form, Indicator, Pack, Part, Section

REVENUE = Indicator(
    form="SH",
    section="一",
    code="SH001",
    name="营业收入",
    name_en="Turnover",
    type="integer",
    unit="千元",
    aliases=("销售额",),
    columns=("ly",),
)
STAFF = Indicator(
    form="SH",
    section="一",
    code="SH002",
    name="从业人员",
    name_en="Employees",
    type="integer",
    unit="人",
    aliases=("人数",),
)
SHARE = Indicator(
    form="SH",
    section="一",
    code="SH003",
    name="网上销售占比",
    name_en="Online share",
    type="decimal",
    scale=1,
    unit="%",
)
CODE = Indicator(
    form="SH", section="一", code="SH004", name="统一社会信用代码", name_en="Credit code", type="uscc"
)
PERMIT = Indicator(
    form="SH",
    section="一",
    code="SH005",
    name="经营许可",
    name_en="Permit",
    type="composite",
    parts={
        "number": Part(name="number", label="编号", label_en="number", type="text"),
        "valid": Part(name="valid", label="有效期", label_en="valid until", type="month"),
    },
)
AVERAGE = Indicator(
    form="SH",
    section="一",
    code="SH006",
    name="人均营业收入",
    name_en="Turnover per head",
    type="integer",
    computed="SH001 / SH002",
)
ITEMS = (REVENUE, STAFF, SHARE, CODE, PERMIT, AVERAGE)


def form_of(*indicators: Indicator, row_key: str | None = None) -> Form:
    return Form(
        code="SH",
        name="门店",
        name_en="Shops",
        shape="rows" if row_key else "single",
        frequency="annual",
        row_key=row_key,
        indicators={indicator.code: indicator for indicator in indicators},
        sections=(Section("一", "One", tuple(indicator.code for indicator in indicators)),),
    )


SHOPS = form_of(*ITEMS)
NAMES = Names(SHOPS)


def pack_of(form: Form) -> Pack:
    return Pack(
        id="demo",
        version="1",
        title="示例",
        title_en="Demo",
        authority="示例处",
        valid_from="2024-01",
        valid_to="2027-12",
        sha256="",
        forms={form.code: form},
        lists={},
        rules={},
        constants={},
        home=dict.fromkeys(form.indicators, form.code),
    )

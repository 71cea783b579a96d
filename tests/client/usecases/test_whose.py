"""A workbook of another enterprise, which only its name gives away."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.tour.script import Sample
from client.usecases.books import importing
from client.usecases.books.whose import alike
from client.usecases.home import enterprises
from client.usecases.home.session import Session


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("惠州市粤华光电科技有限公司", "惠州市粤华光电科技有限公司（虚构）", True),
        ("惠州市粤华光电科技有限公司", "惠州粤华光电", True),
        ("惠州市粤华光电科技有限公司", "粤华 光电 科技 公司", True),
        ("惠州市粤华光电科技有限公司", "Huizhou Yuehua Optoelectronics", True),
        ("惠州市粤华光电科技有限公司", "深圳市粤华光电科技有限公司", False),
        ("惠州市粤华光电科技有限公司", "惠州市华粤光电科技有限公司", False),
        ("甲有限公司", "乙有限公司", False),
        ("公司", "公司", True),
    ],
)
def test_a_short_name_is_the_same_enterprise_and_another_citys_is_not(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


def planned(session: Session, story: Sample, folder: Path, *title: str) -> list[str]:
    """Codes of the doubts about a statement under some titles, for an enterprise whose name is known."""
    enterprises.add(session, story.firm, story.name)
    book = folder / "利润表.csv"
    head = ["单位：元", *title, "项目,本年累计", "营业收入,9000000", "营业成本,5000000"]
    book.write_text("\n".join(head), "utf-8")
    return [each.code for each in importing.plan(session, book, story.firm, story.month).warnings]


def test_the_name_of_another_enterprise_is_pointed_out(session: Session, story: Sample, tmp_path: Path) -> None:
    """A statistician of a group drops the wrong subsidiary's statement: nothing else would tell."""
    assert planned(session, story, tmp_path, "编制单位：深圳市完全别家有限公司") == ["warn.other-name"]


@pytest.mark.parametrize(
    "title",
    ["编制单位：粤华光电", "利润表", "统一社会信用代码：{firm} 编制单位：旧名有限公司", "单位名称,第一分部"],
)
def test_its_own_names_are_not(session: Session, story: Sample, tmp_path: Path, title: str) -> None:
    """Its short one, none at all, or a former one beside its credit code."""
    assert planned(session, story, tmp_path, title.format(firm=story.firm)) == []

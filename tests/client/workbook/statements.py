"""Statements of profit as finance departments send them."""

from __future__ import annotations

from typing import Any

FIRM = "91441300MA58H0D25G"
TITLE = ["利润表", "2025年9月", "单位：元"]


def statement(*columns: tuple[str, float], title: str = "2025年9月", unit: str = "单位：元") -> list[list[Any]]:
    """Revenue of five million and cost of four by the share that each column has of them."""
    lines = [
        [name, *(share * whole for _, share in columns)] for name, whole in (("营业收入", 5e6), ("营业成本", 4e6))
    ]
    return [["利润表", title, unit], ["项目", *(head for head, _ in columns)], *lines]

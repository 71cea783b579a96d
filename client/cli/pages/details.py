"""What a command answers beside its parts, by keys a script reads: each named for a person."""

from __future__ import annotations

import re

from rich.console import Console

from client.cli.pages.beside import DEVICE_STATES
from client.cli.results.answer import Detail, Result
from client.cli.results.texts import Text
from client.cli.spoken import in_force, said, told
from forms.words import Listed

NAMES = {
    "card": "卡号",
    "opens_with": "今后用",
    "enterprises": "单位数",
    "home": "数据文件夹",
    "home_store_from": "总目录取自备份",
    "sheets": "页数",
    "steps": "步数",
    "cells": "带入的格数",
    "records": "带入的记录数",
    "from": "上期",
    "last_year": "上年同期",
    "last_year_filed": "上年同期已报送",
    "passed_over": "不是工作簿",
    "device": "设备",
    "state": "状态",
    "fingerprint": "指纹",
    "version": "现有",
    "newer": "新版本",
    "note": "新在哪里",
    "ready": "待安装",
    "drafts": "待换版的草稿",
    "taken_back": "撤回",
    "key_id": "编号",
    "unwell": "有问题的资料库",
    "unopened": "资料库打不开",
    "log_errors": "日志里的错误",
    "seed": "种子",
    "delay_seconds": "拖延秒数",
    "clock_seconds": "时钟偏差秒数",
    "only": "只对",
}
"""Of keys that are the command's own; others are settings, addresses, returns and enterprises."""
VALUES = {
    "keyring": "系统密码库",
    "passphrase": "口令",
    "yes": "是",
    "no": "否",
    "new": "新建，没有可用的备份",
    "": "没有",
    **DEVICE_STATES,
}


_FIRM = re.compile(r"[0-9A-Z]{18}")


def show_details(console: Console, result: Result) -> None:
    """One a line."""
    names = NAMES | (_faults() if result.command == "practice-faults" else {})
    for key, value in result.details.items():
        told_of = _own(value) if key in NAMES else _given(key, value)
        name = said(names.get(key, key))
        if key in names and key not in NAMES:
            name = told("{name}（{value}）", name=key, value=name)
        line = told("{name}：{value}", name=name, value=told_of)
        console.print(line, highlight=False, markup=False)


def _faults() -> dict[str, str]:
    from client.practice.faults import FAULTS  # seldom, and it loads the practice endpoint

    return FAULTS


def _own(value: Detail) -> object:
    """A value of the command's own words."""
    if isinstance(value, Text):
        return in_force(value)
    if isinstance(value, str):
        return said(VALUES.get(value, value))
    return Listed(said(VALUES.get(each, each)) for each in value or ("",))


def _given(key: str, value: Detail) -> object:
    """What somebody chose or typed: a setting, a cell; of an enterprise how its enrolment stands."""
    state = DEVICE_STATES.get(str(value)) if _FIRM.fullmatch(key) else None
    return said(state) if state else value or said("空")

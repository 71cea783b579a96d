"""A stamp changes with every file of definitions and with nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from forms.stamp import stamp


def test_a_stamp_is_of_the_definitions_below_and_what_is_named_besides(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    rule, other = tmp_path / "rules" / "JY.toml", tmp_path / "beside.py"
    rule.write_text("a = 1", "utf-8")
    before = stamp(tmp_path)
    assert len(before) == 32
    other.write_text("no definition", "utf-8")
    assert stamp(tmp_path) == before
    with_other = stamp(tmp_path, [other, tmp_path / "not there"])
    assert with_other != before
    assert with_other == stamp(tmp_path, [other])
    os.utime(rule, ns=(0, 0))
    assert stamp(tmp_path) != before
    os.utime(rule, ns=(0, 1_000))
    now = stamp(tmp_path)
    rule.rename(rule.with_name("JB.toml"))
    assert stamp(tmp_path) != now
    assert stamp(tmp_path / "not there") == stamp(tmp_path / "rules" / "not there")

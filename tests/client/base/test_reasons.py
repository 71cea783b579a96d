"""Why a file refused is said in the language spoken, never in the operating system's English alone."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from client.base.errors import WorldError
from client.base.reasons import reason_of


def refused(act: Callable[[], object]) -> OSError:
    with pytest.raises(OSError) as caught:  # noqa: PT011 whichever it is
        act()
    return caught.value


def test_what_really_happens_has_words_in_both_languages(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("", "utf-8")
    acts = [
        lambda: (tmp_path / "none" / "file").write_text("", "utf-8"),
        lambda: (there / "file").write_text("", "utf-8"),
        lambda: there.mkdir(),
        lambda: (tmp_path / ("x" * 300)).write_text("", "utf-8"),
    ]
    for act in acts:
        error = refused(act)
        reason = reason_of(error)
        assert reason.zh != error.strerror
        assert not reason.zh.isascii()
        assert reason.en.isascii()


def test_a_message_tells_it_in_its_language(tmp_path: Path) -> None:
    reason = reason_of(refused(lambda: (tmp_path / "none" / "file").read_text("utf-8")))
    error = WorldError("desk.calendar-not-written", file="截止日.ics", reason=reason)
    assert "（文件或文件夹不存在）" in error.what("zh")
    assert "(there is no such file or folder)" in error.what("en")


def test_held_by_another_program_on_windows_is_no_lack_of_rights() -> None:
    error = PermissionError(errno.EACCES, "Permission denied")
    assert reason_of(error).zh == "没有权限"
    error.winerror = 32  # type: ignore[attr-defined]
    assert reason_of(error).zh == "正被别的程序使用"


def test_what_nobody_has_named_keeps_its_own_words() -> None:
    assert reason_of(OSError(errno.ELOOP, "Too many levels")).zh == "Too many levels"
    assert reason_of(OSError()).zh == ""

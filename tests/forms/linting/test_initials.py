"""Pinyin initials: read as the people say it who live there, written once, corrected by hand where need be."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from forms.linting.initials import initials, write_initials
from forms.pack import bundled_pack
from forms.pack.loader import load_pack
from forms.problems import FormsError

PACK = bundled_pack()
OURS = Path(__file__).parents[3] / "forms" / "packs" / PACK.id / PACK.version


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("重庆市", "cqs"),
        ("重点实验室", "zdsys"),
        ("长沙市", "css"),
        ("长安镇", "caz"),
        ("东莞市", "dgs"),
        ("番禺区", "pyq"),
        ("黄埔区", "hpq"),
        ("大埔县", "dbx"),
        ("佛冈县", "fgx"),
        ("乐昌市", "lcs"),
        ("塘厦镇", "txz"),
        ("厦门市", "xms"),
        ("大涌镇", "dcz"),
        ("西藏自治区", "xzzzq"),
        ("会计政策", "kjzc"),
        ("行业", "hy"),
        ("5G 通信（设备）", "5gtxsb"),
        ("", ""),
    ],
)
def test_names_as_they_are_said(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_every_chinese_name_of_the_pack_has_initials_of_its_length() -> None:
    for listed in PACK.lists.values():
        for code in listed.codes.values():
            chinese = [letter for letter in code.name if "\u4e00" <= letter <= "\u9fff"]
            if chinese:
                assert code.initials, f"{listed.id} {code.code}"
                assert len(code.initials) == sum(letter.isalnum() for letter in code.name)
                assert code.initials == initials(code.name), f"{code.name}: corrected by hand? then say so here"


def test_they_are_written_once_and_what_is_written_stays(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(OURS, tmp_path / "pack"))
    file = folder / "lists" / "holding.toml"
    file.write_text(re.sub(r"^initials = .*\n", "", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    before = load_pack(folder)
    assert write_initials(folder) == len(before.lists["holding"].codes)
    after = load_pack(folder)
    for listed in before.lists.values():
        for code in listed.codes.values():
            same = after.lists[listed.id].codes[code.code]
            assert (same.name, same.code, same.aliases) == (code.name, code.code, code.aliases)
    mended = file.read_text("utf-8").replace('initials = "', 'initials = "q', 1)
    file.write_text(mended, "utf-8")
    assert write_initials(folder) == 0
    assert file.read_text("utf-8") == mended


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    with pytest.raises(FormsError) as caught:
        initials("重庆")
    assert caught.value.code == "lint.no-pinyin"
    assert "pypinyin" in caught.value.what("zh")

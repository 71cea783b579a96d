"""One word for one thing in all that a person reads, and none that belongs to those who build the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

import pytest

from forms.problems import parse_catalogue
from tests.house.catalogues import FILES, PLACE
from tests.house.source import ROOT

FOR_THE_TRADE = ("pack.", "entry.", "lint.", "rule.", "publishing.", "practice.", "cli.", "ui.", "address.")
"""Said to those who write definitions, publish them or type commands: they know the words of the trade."""

SETTLED = {
    "端点": "报送平台",
    "练习端(?!.{0,2}平台)(?=启动|点)": "练习平台",
    "诊断包|诊断信息": "诊断文件",
    "统计机构": "主管部门",
    "网管|网络管理员|IT 部门": "信息部门",
    "数据目录|资料文件夹": "数据文件夹",
    "凭据库": "系统密码库",
    "审核发现|[条项]发现|和发现": "审核结果、问题",
    "可以报送$": "可报送",
    "(?<!迷)你": "您",
    "尚未填写": "还没有填写",
    "期别|所属期|(?<![同当])时期": "报告期",
    "(?<!自)定义(?!包)": "报表制度",
    "[！]": "。",
}
"""Words that were in use for one thing, and the one that stayed."""
SETTLED_EN = {
    r"\bthe (office|bureau)\b": "the authority",
    r"carry file": "submission file",
    r"support bundle|diagnostics file|the diagnosis to": "support file",
    r"\bIT\b(?! department)": "the IT department",
    r"network administrator": "the IT department",
    r"\bhome\b": "data folder",
    r"’": "'",
    r'"': "“ ”",
    r"!": ".",
}
TECHNICAL = re.compile(
    r"\b(payload|hash|token|JSON|digest|nonce|manifest|idempotency|base64\w*|canonical|malformed|outbox"
    r"|sealing suite|commitment|TLS 0)\b|摘要|令牌|哈希|发件箱|幂等|信封|载荷|回放",
    re.IGNORECASE,
)
NAMES = re.compile(r"\*?\w*\.json|\b\d+年(\d+月)?(\d+日)?|信用代码,登记码|主机:端口|[\d,.]+元|#REF!|--home")
"""Names of files and what is typed as it stands."""
HAN_BESIDE_LATIN = re.compile(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9%][一-鿿]")
HALF_WIDTH = re.compile(r"[一-鿿][,;:?!]|[一-鿿]\((?=[一-鿿])")


@cache
def said() -> tuple[tuple[str, str, str], ...]:
    """Everything said: where, language, text."""
    return (*_messages(), *_window(), *_help())


def plain(text: str) -> str:
    """``text`` without its places and names."""
    return NAMES.sub("", PLACE.sub("", text))


def _messages() -> Iterator[tuple[str, str, str]]:
    for path in FILES:
        for code, message in parse_catalogue(path.read_text("utf-8")).items():
            for text in filter(None, (message.zh, message.zh_fix, message.zh_cli)):
                yield code, "zh", text
            for text in filter(None, (message.en, message.en_fix, message.en_cli)):
                yield code, "en", text


def _window() -> Iterator[tuple[str, str, str]]:
    for context in ElementTree.parse(ROOT / "resources" / "translations" / "jibao_en.ts").iter("context"):
        name = f"window:{context.findtext('name')}"
        for message in context.iter("message"):
            yield name, "zh", message.findtext("source") or ""
            yield name, "en", message.findtext("translation") or ""


def _help() -> Iterator[tuple[str, str, str]]:
    for language in ("zh", "en"):
        for path in sorted((ROOT / "resources" / "help" / language).glob("*.md")):
            for line in path.read_text("utf-8").splitlines():
                yield f"help:{path.stem}", language, line


@pytest.mark.parametrize(("language", "settled"), [("zh", SETTLED), ("en", SETTLED_EN)])
def test_one_word_for_one_thing(language: str, settled: dict[str, str]) -> None:
    wrong = [
        f"{where}: “{text}” should say {word}"
        for where, spoken, text in said()
        if spoken == language and not where.startswith(FOR_THE_TRADE)
        for pattern, word in settled.items()
        if re.search(pattern, plain(text))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_word_of_those_who_build_the_program() -> None:
    wrong = [
        f"{where}: “{text}” says {found[0]}"
        for where, _, text in said()
        if not where.startswith(FOR_THE_TRADE) and (found := TECHNICAL.search(plain(text)))
    ]
    assert not wrong, "\n".join(wrong)


def test_chinese_is_set_as_chinese() -> None:
    """A space between Chinese and Latin or digits, full-width signs after Chinese."""
    wrong = [
        f"{where}: “{text}” at “{found[0]}”"
        for where, spoken, text in said()
        if spoken == "zh" and not where.startswith(FOR_THE_TRADE)
        for found in [HAN_BESIDE_LATIN.search(plain(text)) or HALF_WIDTH.search(plain(text))]
        if found
    ]
    assert not wrong, "\n".join(wrong)


def test_what_happened_ends_without_a_stop_and_what_to_do_with_one() -> None:
    """Whoever shows both puts the stop between them."""
    for path in FILES:
        for code, message in parse_catalogue(path.read_text("utf-8")).items():
            assert not message.zh.endswith("。"), code
            assert not re.search(r"[^.]\.$", message.en), code
            for fix in filter(None, (message.zh_fix, message.zh_cli)):
                assert fix.endswith(("。", "？")), f"{code}: {fix}"
            for fix in filter(None, (message.en_fix, message.en_cli)):
                assert fix.endswith("."), f"{code}: {fix}"


PHRASES = ("left.", "seen.", "doubt.", "entry.", "kind.")
"""Told behind the name of a sheet, a line, a cell or an entry, within the sentence that begins with it."""


def test_an_english_sentence_begins_with_a_capital_and_a_phrase_does_not() -> None:
    for path in FILES:
        for code, message in parse_catalogue(path.read_text("utf-8")).items():
            for text in filter(None, (message.en_fix, message.en_cli)):
                assert not text[0].islower(), f"{code}: {text}"
            wrong = str.isupper if code.startswith(PHRASES) else str.islower
            assert not wrong(message.en[:1]), f"{code}: {message.en}"


PRESSED = {"zh": re.compile(r"(?:点|按|选)“([^”{}]+)”"), "en": re.compile(r"(?:[Pp]ress|choose) “([^”{}]+)”")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_message_tells_to_press_is_in_the_window(language: str) -> None:
    there = {text for _, spoken, text in _window() if spoken == language}
    named = {
        (code, word)
        for code, spoken, text in _messages()
        if spoken == language and not code.startswith(FOR_THE_TRADE)
        for word in PRESSED[language].findall(text)
    }
    assert len(named) > 5
    assert {(code, word) for code, word in named if word not in there} == set()

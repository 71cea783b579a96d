"""States, levels and kinds in the words and tones the window shows them in, each declared once."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import spoken, told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms, Tone, TonedTerms, Word
from forms.periods import Period
from forms.problems import CodedError
from forms.values.units import english_amount, english_unit, short_english_unit
from forms.words import Count

if TYPE_CHECKING:
    # The words of a window that has no definitions yet want none.
    from forms.pack.model import Indicator, Pack

__all__ = ["Tone", "Word"]


def state_word(state: str) -> Word:
    """A return's state as a chip."""
    return _STATES.get(state, state)


_STATES = TonedTerms(
    "words",
    {
        "empty": (QT_TRANSLATE_NOOP("words", "未开始"), "plain"),
        "filling": (QT_TRANSLATE_NOOP("words", "填报中"), "hint"),
        "errors": (QT_TRANSLATE_NOOP("words", "有错误"), "error"),
        "to_explain": (QT_TRANSLATE_NOOP("words", "待说明"), "query"),
        "ready": (QT_TRANSLATE_NOOP("words", "可报送"), "accent"),
        "queued": (QT_TRANSLATE_NOOP("words", "排队"), "hint"),
        "sent": (QT_TRANSLATE_NOOP("words", "待回执"), "hint"),
        "received": (QT_TRANSLATE_NOOP("words", "已送达"), "accent"),
        "accepted": (QT_TRANSLATE_NOOP("words", "已受理"), "good"),
        "rejected": (QT_TRANSLATE_NOOP("words", "被退回"), "error"),
        "conflict": (QT_TRANSLATE_NOOP("words", "有冲突"), "error"),
        "refused": (QT_TRANSLATE_NOOP("words", "被拒收"), "error"),
    },
)


def full_word() -> Word:
    """The state of a return that is ready before it can be filed, as a chip."""
    return Word(QCoreApplication.translate("words", "已填完"), "plain")


def opening_word(day: date) -> str:
    """From when a return can be filed."""
    return QCoreApplication.translate("words", "{}起可报送").format(day_word(day))


def step_word(state: str) -> str:
    """What is to be done next about a return, as the words of a link."""
    return _STEPS.get(state)


_STEPS = Terms(
    "words",
    {
        "empty": QT_TRANSLATE_NOOP("words", "开始填报"),
        "filling": QT_TRANSLATE_NOOP("words", "继续填报"),
        "errors": QT_TRANSLATE_NOOP("words", "去修改"),
        "to_explain": QT_TRANSLATE_NOOP("words", "去说明"),
        "ready": QT_TRANSLATE_NOOP("words", "去报送"),
        "queued": QT_TRANSLATE_NOOP("words", "查看"),
        "sent": QT_TRANSLATE_NOOP("words", "查看"),
        "received": QT_TRANSLATE_NOOP("words", "看回执"),
        "accepted": QT_TRANSLATE_NOOP("words", "看回执"),
        "rejected": QT_TRANSLATE_NOOP("words", "去修改"),
        "conflict": QT_TRANSLATE_NOOP("words", "去合并"),
        "refused": QT_TRANSLATE_NOOP("words", "去处理"),
    },
)


ShownLevel = Literal["error", "remark", "query", "hint"]
"""The level a finding is shown at, gravest first. What the bureau remarked, a query to whoever answers it, is a
``remark`` to whoever sees it."""


def level_word(level: ShownLevel) -> Word:
    """What a level is called."""
    return _LEVELS[level]


def level_tone(level: ShownLevel) -> Tone:
    """The tone a level is shown in."""
    return _LEVELS.tone(level)


_LEVELS: TonedTerms[ShownLevel] = TonedTerms(
    "words",
    {
        "error": (QT_TRANSLATE_NOOP("words", "强制"), "error"),
        "query": (QT_TRANSLATE_NOOP("words", "核实"), "query"),
        "hint": (QT_TRANSLATE_NOOP("words", "提示"), "hint"),
        "remark": (QT_TRANSLATE_NOOP("words", "退回意见"), "error"),
    },
)


def unit_word(name: str) -> str:
    """A unit by itself, as above a column; behind a figure it is said by `amount_word`. One not known stays."""
    return name if spoken() == "zh" else english_unit(name)


def short_unit_word(name: str) -> str:
    """``unit_word`` for a narrow column."""
    return name if spoken() == "zh" else short_english_unit(name)


def kind_word(kind: str | None) -> str:
    """What stretch of time a figure stands for."""
    return _KINDS.get(kind or "")


_KINDS = Terms(
    "words",
    {
        "cumulative": QT_TRANSLATE_NOOP("words", "自年初累计"),
        "point": QT_TRANSLATE_NOOP("words", "期末时点"),
        "month": QT_TRANSLATE_NOOP("words", "当月"),
        "mean": QT_TRANSLATE_NOOP("words", "期内平均"),
        "annual": QT_TRANSLATE_NOOP("words", "全年"),
        "since-start": QT_TRANSLATE_NOOP("words", "自开工累计"),
    },
)


def source_word(source: str) -> str:
    """Where a cell's text came from."""
    return _SOURCES.get(source, source)


_SOURCES = Terms(
    "words",
    {
        "keyboard": QT_TRANSLATE_NOOP("words", "键入"),
        "paste": QT_TRANSLATE_NOOP("words", "粘贴"),
        "workbook": QT_TRANSLATE_NOOP("words", "工作簿"),
        "carried": QT_TRANSLATE_NOOP("words", "结转"),
        "computed": QT_TRANSLATE_NOOP("words", "自动计算"),
        "repair": QT_TRANSLATE_NOOP("words", "修正"),
        "returned": QT_TRANSLATE_NOOP("words", "取回"),
        "migrated": QT_TRANSLATE_NOOP("words", "换制度版本"),
        "undo": QT_TRANSLATE_NOOP("words", "撤销"),
        "redo": QT_TRANSLATE_NOOP("words", "重做"),
        "kept": QT_TRANSLATE_NOOP("words", "早先的改动已归并"),
    },
)


def days_word(days: int | None) -> Word:
    """How far the deadline is, more urgent as it comes nearer."""
    translate = QCoreApplication.translate
    if days is None:
        return Word("", "plain")
    if days < 0:
        return Word(translate("words", "已逾期 {} 天").format(Count(-days)), "error")
    if days == 0:
        return Word(translate("words", "今天截止"), "error")
    return Word(translate("words", "还有 {} 天").format(Count(days)), "query" if days <= URGENT_DAYS else "plain")


URGENT_DAYS = 5


def period_word(period: Period) -> str:
    """``2025年9月``, or ``2025-09`` in English."""
    return period.label(spoken())


def date_word(day: date) -> str:
    """``2025年10月8日``, or ``2025-10-08`` in English."""
    return told(f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}")


def month_word(day: date) -> str:
    """The month of a calendar: ``2025年10月``, or ``2025-10`` in English."""
    return told(f"{day.year}年{day.month}月", f"{day:%Y-%m}")


def day_word(day: date) -> str:
    """A day whose year goes without saying: ``10月8日``, or ``10-08`` in English."""
    return told(f"{day.month}月{day.day}日", f"{day:%m-%d}")


def moment_word(moment: datetime, *, seconds: bool = False) -> str:
    """``2025-10-15 17:30``."""
    return moment.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def indicator_at(address: str, pack: Pack) -> Indicator | None:
    """The indicator a cell belongs to: ``JY021``, ``JY021@ly``, ``XM[id].XM015``."""
    return pack.indicator(address.rpartition("]")[2].lstrip(".").partition("@")[0].partition(".")[0])


def cell_word(spelled: str, pack: Pack) -> str:
    """What a cell is called that a decision spells ``JY021``, or ``JB.2025/JB030`` in another return."""
    indicator = indicator_at(spelled.rpartition("/")[2], pack)
    if indicator is None:
        return spelled
    return bracketed(told(indicator.name, indicator.name_en), indicator.code)


def bracketed(text: str, more: str) -> str:
    """A text with more of it in brackets, those of the language spoken."""
    return told(f"{text}（{more}）", f"{text} ({more})")


def is_of_the_way(code: str) -> bool:
    """Whether an error is of the way to the endpoint, which the diagnosis looks along."""
    return code.startswith("net.") or code in _OF_THE_WAY


def is_suspicious(code: str) -> bool:
    """Whether somebody may be playing the endpoint: nobody is asked to try that again."""
    return code in ("net.impostor", "net.wrong-env")


_OF_THE_WAY = frozenset({"sync.not-enrolled", "problem.device-revoked", "problem.device-pending"})


def said(error: CodedError) -> str:
    """What happened and what to do, as one text."""
    language = spoken()
    return sentences(error.what(language), error.remedy(language))


def sentences(*parts: str) -> str:
    """Texts one behind the other, blank ones left out; each but the last ended, in English a space between."""
    *before, last = [part for part in parts if part] or [""]
    return "".join(f"{part}{_end_of(part)}{told('', ' ')}" for part in before) + last


def _end_of(text: str) -> str:
    return "" if text.endswith(_SENTENCE_ENDS) else told("。", ".")


_SENTENCE_ENDS = ("。", "！", "？", "；", ".", "!", "?", ";")


def number_word(value: Decimal, scale: int | None = None) -> str:
    """A number with thousands separators and a proper minus sign; ``scale`` pads decimals, never cuts them."""
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{value:,.{max(decimals, scale or 0)}f}".replace("-", "−")


def amount_word(value: Decimal, unit: str) -> str:
    """A figure with its unit behind it: ``810 万元``, or ``8.1 million yuan`` in English."""
    said, word = (value, unit) if spoken() == "zh" else english_amount(value, unit)
    return f"{number_word(said)}{'' if word == '%' else ' '}{word}".strip()


def figure_word(text: str, unit: str = "") -> str:
    """A figure as a workbook or a store has it, in groups of three, with its unit; other texts as they are."""
    with suppress(InvalidOperation, ValueError):  # the second for what is a number and has no end
        return amount_word(Decimal(text), unit)
    return f"{text} {unit_word(unit)}".strip()


def listed(words: Iterable[str]) -> str:
    """Several words in a row, with the comma of the window's language."""
    return told("、", ", ").join(words)


def growth_word(now: Decimal, before: Decimal) -> str:
    """The change in per cent against ``before``; a dash where it has no meaning."""
    if before == 0:
        return "—"
    if now == before:
        return "0.0%"
    growth = (now - before) / abs(before) * 100
    if abs(growth) >= TOO_MUCH_GROWTH:
        return _times(now, before)
    return f"{growth:+.1f}%".replace("-", "−")


TOO_MUCH_GROWTH = 1000


def _times(now: Decimal, before: Decimal) -> str:
    """Growth too large for a percentage, as a multiple."""
    return QCoreApplication.translate("words", "{} 倍").format(f"{now / before:,.1f}".replace("-", "−"))

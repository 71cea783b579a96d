"""Figures of a roll-up as they are read: in the unit chosen, with growth, and why something is not added up."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import spoken, told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms, TonedTerms, Word
from client.ui.ground.words import growth_word, number_word, period_word, state_word, unit_word
from client.usecases.views.rollup.model import Line, Rollup, Standing
from client.usecases.views.rollup.showing import in_unit, unit_shown
from forms.values.units import in_tens, rounded
from forms.words import Count

DECIMALS = 4
"""So many are shown of a figure in a larger unit; what is written to a file is exact."""

WHYS = Terms(
    "rollup",
    {
        "ratio": QT_TRANSLATE_NOOP("rollup", "比率不能相加，也没有能由合计重算的算式"),
        "unit": QT_TRANSLATE_NOOP("rollup", "各条记录的计量单位不同"),
        "level": QT_TRANSLATE_NOOP("rollup", "时间长短不能相加"),
        "mean": QT_TRANSLATE_NOOP("rollup", "平均数只能从年初算起，不能取其中一段"),
    },
)

LACKING = TonedTerms(
    "rollup",
    {
        "missing": (QT_TRANSLATE_NOOP("rollup", "未填"), "query"),
        "unread": (QT_TRANSLATE_NOOP("rollup", "资料打不开"), "error"),
        "unreadable": (QT_TRANSLATE_NOOP("rollup", "读不出"), "error"),
        "exempt": (QT_TRANSLATE_NOOP("rollup", "不适用"), "plain"),
        "absent": (QT_TRANSLATE_NOOP("rollup", "未报"), "query"),
        "nil": (QT_TRANSLATE_NOOP("rollup", "零申报"), "good"),
    },
)
"""Why an enterprise is not in a total."""


def figure(value: Decimal | None, line: Line, unit: str) -> str:
    """A figure of the line in the unit shown, with the decimals its indicator has in it; a dash for none."""
    if value is None:
        return "—"
    shown = in_unit(value, line.unit, unit).normalize()
    if _decimals(shown) > DECIMALS:
        shown = rounded(shown, DECIMALS)
    least = in_unit(Decimal(1).scaleb(-line.indicator.decimals), line.unit, unit).normalize()
    return number_word(shown, min(_decimals(least), DECIMALS))


def total_word(line: Line, unit: str) -> str:
    """The total as the table has it, with its unit, in one breath."""
    total, counted_in = figure(line.total, line, unit), unit_shown(line.unit, unit)
    if spoken() == "en" and (tens := in_tens(counted_in)):  # "× 10,000 yuan" is what stands above a column
        return f"{total} (in units of {tens})"
    return f"{total} {unit_word(counted_in)}".strip()


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def line_name(line: Line) -> str:
    """The indicator, and of which product."""
    name = told(line.indicator.name, line.indicator.name_en)
    return f"{name} · {told(line.key_words.zh, line.key_words.en)}" if line.key else name


def growth(now: Decimal, before: Decimal | None) -> str:
    """The change in per cent; blank without anything to compare with."""
    return "" if before is None else growth_word(now, before)


def since_before(line: Line, now: Decimal, before: Decimal | None, unit: str) -> str:
    """The change since the report before: what a cumulative figure has grown by, others in per cent."""
    if before is None:
        return ""
    if not line.holds_earlier:
        return growth_word(now, before)
    more = figure(now - before, line, unit)
    return more if more.startswith("−") else f"+{more}"


def standing_word(standing: Standing | None) -> Word:
    """Where a return stands, drafts by their own name."""
    if standing is None:
        return Word("", "plain")
    translate = QCoreApplication.translate
    word = Word(translate("rollup", "草稿"), "hint") if standing.state == "draft" else state_word(standing.state)
    return Word(translate("rollup", "{}，后有改动").format(word.text), "query") if standing.edited else word


def summary_of(found: Rollup, form: str) -> str:
    """How many reported, and what counts: a total is only as good as that."""
    translate = QCoreApplication.translate
    absent, nil = len(found.absent.get(form, ())), len(found.nil.get(form, ()))
    counted = len(found.firms) - absent - len(found.unread)
    parts = [translate("rollup", "{} 家中 {} 家计入").format(Count(len(found.firms)), counted)]
    if found.unread:
        parts.append(translate("rollup", "{} 家的资料打不开：{}").format(len(found.unread), _why(found)))
    if absent:
        parts.append(translate("rollup", "{} 家没有数，没有按零计算").format(absent))
    if nil:
        parts.append(translate("rollup", "{} 家零申报").format(Count(nil)))
    drafts = sum(each.state == "draft" or each.edited for each in found.standing.values())
    if found.question.basis == "filed":
        parts.append(translate("rollup", "只算主管部门已收到的，按报送时的数"))
    elif drafts:
        parts.append(translate("rollup", "{} 家的数还是草稿，或报送后又改过").format(Count(drafts)))
    if found.question.since is not None:
        since, end = period_word(found.question.since), period_word(found.question.period)
        parts.append(translate("rollup", "{} 至 {}：累计数相减，当月数相加，时点数取期末").format(since, end))
    return translate("rollup", "；").join(parts)


def _why(found: Rollup) -> str:
    """The first reason of those that cannot be read; the list below names each enterprise."""
    return next(iter(found.unread.values())).what(spoken())

"""What the authority answered while the person did something else, in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from client.ui.ground.words import Tone
from forms.words import Count

if TYPE_CHECKING:
    from client.usecases.bureau.rounds import Found

_TURNED_AWAY = frozenset({"conflict", "rejected-at-door"})


def words_of(found: Found) -> str:
    """How many returns were answered how, gravest first; blank where figures from elsewhere were only taken in."""
    translate = QCoreApplication.translate
    said: tuple[tuple[Callable[[], str], int], ...] = (
        (lambda: translate("answers", "{} 张报表被退回"), _count(found, "rejected")),
        (lambda: translate("answers", "{} 张报表没有报成"), _count(found, *_TURNED_AWAY)),
        (lambda: translate("answers", "{} 张报表另一台电脑报送过，与本机不同，请合并"), _parted(found)),
        (lambda: translate("answers", "{} 张报表已受理"), _count(found, "accepted")),
        (lambda: translate("answers", "{} 张报表已自动送达，等待受理"), _count(found, "received")),
        (lambda: translate("answers", "收到 {} 条新通知"), found.notices),
    )
    return translate("answers", "；").join(words().format(Count(count)) for words, count in said if count)


def tone_of(found: Found) -> Tone:
    """As grave as the gravest answer."""
    if _count(found, "rejected", *_TURNED_AWAY) or _parted(found):
        return "query"
    return "good" if _count(found, "accepted", "received") else "hint"


def _count(found: Found, *states: str) -> int:
    return sum(each.state in states for each in found.moved)


def _parted(found: Found) -> int:
    """Returns that another computer filed while something else was typed here."""
    return len({each.return_key for each in found.pulled if each.outcome == "differs"})

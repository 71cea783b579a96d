"""The columns of the pre-flight list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from client.base.clock import CHINA
from client.protocol.messages import CommitAck
from client.protocol.times import parse_time
from client.ui.ground.terms import QT_TRANSLATE_NOOP, TonedTerms
from client.ui.ground.words import Word, full_word, moment_word, opening_word, period_word, state_word, step_word
from client.ui.parts.shown import Shown
from client.ui.parts.table import TableColumn
from client.ui.sending.preflight import SendRow
from client.usecases.returns.states import FILED
from forms.words import Count

Problem = Callable[[SendRow], str]
"""What kept a return from being sent the last time; blank when nothing did."""


def send_columns(problem: Problem) -> tuple[TableColumn[SendRow], ...]:
    """Return, state, what is open, the verdict, the way there."""
    translate = QCoreApplication.translate
    return (
        TableColumn(translate("send", "报表"), _form, 9.5, stretch=2),
        TableColumn(translate("send", "状态"), _state, 6),
        TableColumn(translate("send", "结论"), lambda row: _verdict(row, problem), 10.5, stretch=3),
        TableColumn("", _way, 4.2),
    )


def _form(row: SendRow) -> Shown:
    since = QCoreApplication.translate("send", "有改动未报送") if row.differs else ""
    below = " · ".join(part for part in (row.form, period_word(row.period), since) if part)
    return Shown(row.form_name, below=below)


def _state(row: SendRow) -> Shown:
    return Shown(chips=(full_word() if row.early is not None else state_word(row.state),))


def _verdict(row: SendRow, problem: Problem) -> Shown:
    translate = QCoreApplication.translate
    said = problem(row)
    if said:
        return Shown(said, tone="error")
    check = row.check
    if check is None or row.state == "empty":
        return Shown(translate("send", "还没有填写"), faint=True)
    if row.emptied:
        return Shown(translate("send", "有改动未报送：已全部清空"), tone="query")
    if row.state in FILED:
        return Shown(row.receipt.receipt_no if row.receipt else "", faint=True)
    chips = _open_points(row)
    if chips:
        return Shown(chips=chips)
    if row.promised is not None and row.state in ("queued", "sent"):
        return Shown(promise_word(row.promised), tone="hint")
    if row.early is not None:
        return Shown(opening_word(row.early))
    verdict = _VERDICTS.get(row.state)
    return Shown(verdict.text, tone=verdict.tone)


_VERDICTS = TonedTerms(
    "send",
    {
        "ready": (QT_TRANSLATE_NOOP("send", "没有缺项和错误"), "good"),
        "queued": (QT_TRANSLATE_NOOP("send", "等网络通了自动送出"), "hint"),
        "sent": (QT_TRANSLATE_NOOP("send", "联网后自动核对、续报"), "hint"),
        "rejected": (QT_TRANSLATE_NOOP("send", "被退回，请修改后再报"), "error"),
        "conflict": (QT_TRANSLATE_NOOP("send", "别处已先报送，需要合并"), "error"),
        "refused": (QT_TRANSLATE_NOOP("send", "报送平台拒收，见提示"), "error"),
    },
)


def promise_word(ack: CommitAck) -> str:
    """Until when a promised version may come and still be on time."""
    until = moment_word(parse_time(ack.upload_by).astimezone(CHINA))
    return QCoreApplication.translate("send", "已作承诺，{} 前送达即为按时").format(until)


def _open_points(row: SendRow) -> tuple[Word, ...]:
    translate = QCoreApplication.translate
    assert row.check is not None
    missing = sum(finding.missing for finding in row.check.findings)
    errors = row.check.count("error") - missing
    queries = len(row.check.unexplained)
    return (
        *((Word(translate("send", "{} 处错误").format(Count(errors)), "error"),) if errors else ()),
        *((Word(translate("send", "{} 项未填").format(missing), "hint"),) if missing else ()),
        *((Word(translate("send", "{} 处待说明").format(queries), "query"),) if queries else ()),
    )


def _way(row: SendRow) -> Shown:
    translate = QCoreApplication.translate
    look = row.state in FILED or row.ready or row.early is not None
    return Shown(translate("send", "查看") if look else step_word(row.state), link=True)

"""The columns of the pre-flight list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from client.ui.parts.table import Shown, TableColumn
from client.ui.sending.preflight import SendRow
from client.ui.words import Tone, Word, state_word
from client.usecases.states import FILED

Problem = Callable[[SendRow], str]
"""What kept a return from being sent the last time; blank when nothing did."""


def send_columns(problem: Problem) -> tuple[TableColumn[SendRow], ...]:
    """Return, state, what is open, the verdict, the way there."""
    tr = QCoreApplication.translate
    return (
        TableColumn(tr("send", "报表"), _form, 9.5, stretch=2),
        TableColumn(tr("send", "状态"), lambda row: Shown(chips=(state_word(row.state),)), 4.8),
        TableColumn(tr("send", "结论"), lambda row: _verdict(row, problem), 10.5, stretch=3),
        TableColumn("", _way, 4.2),
    )


def _form(row: SendRow) -> Shown:
    return Shown(row.form_name, below=f"{row.form} · {row.period.label()}", bold=True)


def _verdict(row: SendRow, problem: Problem) -> Shown:
    tr = QCoreApplication.translate
    said = problem(row)
    if said:
        return Shown(said, tone="error")
    check = row.check
    if check is None or row.state == "empty":
        return Shown(tr("send", "还没有填写"), faint=True)
    if row.state in FILED:
        return Shown(row.receipt.receipt_no if row.receipt else "", faint=True)
    chips = _open_points(row)
    if chips:
        return Shown(chips=chips)
    words: dict[str, tuple[str, Tone]] = {
        "ready": (tr("send", "可以报送"), "good"),
        "queued": (tr("send", "等网络通了自动送出"), "hint"),
        "sent": (tr("send", "已送出，等待回执"), "hint"),
        "rejected": (tr("send", "被退回，请修改后再报"), "error"),
        "conflict": (tr("send", "别处已先报送，需要合并"), "error"),
        "refused": (tr("send", "端点拒收，见提示"), "error"),
    }
    text, tone = words.get(row.state, ("", "plain"))
    return Shown(text, tone=tone)


def _open_points(row: SendRow) -> tuple[Word, ...]:
    tr = QCoreApplication.translate
    assert row.check is not None
    missing = sum(finding.rule == "REQ" for finding in row.check.findings)
    errors = row.check.count("error") - missing
    queries = len(row.check.unexplained)
    return (
        *((Word(tr("send", "{} 处错误").format(errors), "error"),) if errors else ()),
        *((Word(tr("send", "{} 项未填").format(missing), "hint"),) if missing else ()),
        *((Word(tr("send", "{} 处待说明").format(queries), "query"),) if queries else ()),
    )


def _way(row: SendRow) -> Shown:
    tr = QCoreApplication.translate
    return Shown(tr("send", "查看") if row.state in FILED or row.ready else tr("send", "去处理"), link=True)

"""One sentence on top: can it be filed, and if not, what is still missing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from client.ui.entry.cells.looks import is_missing, waits_for
from client.ui.ground.words import Tone, Word, opening_word
from client.usecases.returns.editing import Draft
from client.usecases.returns.states import local_state, unexplained
from forms.findings import Finding
from forms.returns import Return
from forms.words import Count


def verdict_on(draft: Draft) -> Word:
    """``verdict`` of a return that is open, with what the bureau remarked on it."""
    return verdict(draft.findings, draft.current, len(draft.unanswered), draft.opens)


def verdict(findings: tuple[Finding, ...], target: Return, remarks: int = 0, opens: date | None = None) -> Word:
    """可报送, or what stands in the way, gravest first; ``remarks`` of the bureau's are not attended to yet.

    ``opens``: from when it can be filed, where that is still to come.
    """
    translate = QCoreApplication.translate
    missing = sum(is_missing(finding) for finding in findings)
    blocking = [finding for finding in findings if finding.level == "error" and not is_missing(finding)]
    waiting = sum(any(waits_for(finding, ref) for ref in finding.cells) for finding in blocking)
    errors = len(blocking) - waiting
    queries = len(unexplained(findings, target))
    wanted = [
        translate("verdict", "退回意见 {} 条").format(Count(remarks)) if remarks else "",
        translate("verdict", "{} 处错误").format(Count(errors)) if errors else "",
        translate("verdict", "{} 项未填").format(missing) if missing else "",
        translate("verdict", "{} 处待说明").format(queries) if queries else "",
        translate("verdict", "{} 处未能判断").format(waiting) if waiting and not errors and not missing else "",
    ]
    state = local_state(findings, target)
    if state == "ready" and remarks:
        return Word(translate("verdict", "退回意见 {} 条未处理").format(Count(remarks)), "error")
    if state == "ready" and opens is not None:
        return Word(translate("verdict", "已填完，{}").format(opening_word(opens)), "good")
    if state == "ready":
        return Word(translate("verdict", "可报送"), "good")
    if state == "empty":
        return Word(translate("verdict", "还没有填写"), "plain")
    tone: Tone = "error" if errors or remarks else "query" if queries else "hint"
    return Word(translate("verdict", "还差：{}").format(" · ".join(part for part in wanted if part)), tone)

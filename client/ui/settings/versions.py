"""Versions of program and definitions: what is new, what it changes for each draft, going over and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from client.base.clock import CHINA
from client.protocol.times import parse_time
from client.ui.frame.context import Context
from client.ui.ground.language import spoken, told
from client.ui.ground.words import Word, moment_word, period_word, said
from client.ui.parts.basics import Card, Chip, button, clear, label, plain, row, rule, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.frame import heading
from client.ui.settings.version_words import changes_of
from client.usecases.renewal.version_state import VersionState, carry_over, take_back, version_state
from client.usecases.returns.migrating import Prospect
from forms.problems import CodedError
from forms.words import Count

SHOWN = 12
"""So many drafts are shown one by one; the rest is counted."""


class VersionsPart(Card):
    """A card of the settings page. ``moved`` says that returns have another version now.

    ``questionnaire`` leads on to what is in use and to other files of definitions.
    """

    moved = Signal()
    questionnaire = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme)
        self.title = self.tr("程序和报表制度的版本")
        self._context = context
        self._state: VersionState | None = None
        theme = context.theme
        self.program = label(theme, wrap=True)
        self.definitions = label(theme, wrap=True)
        self.note = label(theme, role="soft", wrap=True)
        self.problem = Complaint(theme)
        self.look = button(self.tr("现在检查"), self._look, name="lookForUpdates")
        self.go_over = button(self.tr("换到新版本"), self._go_over, role="primary", name="goOver")
        self.back = button(self.tr("撤回换版"), self._take_back, name="takeBack")
        other = button(self.tr("换用制度文件…"), self.questionnaire, name="otherDefinitions")
        self._drafts = QVBoxLayout()
        self._drafts.setSpacing(theme.space(0.5))
        inside = self.inside
        inside.addLayout(row(theme, heading(theme, self.title), None, self.look))
        for line in (self.program, self.definitions, self.note, self.problem):
            inside.addWidget(line)
        inside.addLayout(row(theme, self.go_over, self.back, other, None))
        self._below = plain(self._drafts)
        inside.addWidget(self._below)
        for each in (self.note, self.go_over, self.back, self._below):
            set_shown(each, False)

    def refresh(self) -> None:
        """Look how things stand; nobody else is asked."""
        self._ask(partial(version_state, self._context.session))

    def _ask(self, work: Callable[[], VersionState]) -> None:
        self._context.tasks.query(work, self._show, self._refused)

    def _look(self) -> None:
        self.look.setEnabled(False)
        self.look.setText(self.tr("正在检查…"))
        self._ask(partial(version_state, self._context.session, look=True))

    def _go_over(self) -> None:
        self.go_over.setEnabled(False)
        session = self._context.session
        self._context.tasks.change(lambda _: carry_over(session), self._moved, self._refused)

    def _take_back(self) -> None:
        self.back.setEnabled(False)
        session = self._context.session
        self._context.tasks.change(lambda _: take_back(session), self._moved, self._refused)

    def _moved(self, state: VersionState) -> None:
        self._show(state)
        self.moved.emit()

    def _show(self, state: VersionState) -> None:
        self._state = state
        self._ready()
        trouble = state.news.trouble
        self.problem.say(said(trouble) if trouble is not None else "")
        self.program.setText(self._program_words(state))
        self.definitions.setText(self._definitions_words(state))
        note = told(state.note_zh, state.note_en or state.note_zh)
        if state.accepted_until:
            note = self.tr("{}（旧版本收到 {} 为止）").format(note, state.accepted_until)
        self.note.setText(note)
        set_shown(self.note, bool(note))
        self._show_drafts(state)

    def _program_words(self, state: VersionState) -> str:
        ready = state.news.program
        if ready is None:
            return self._looked_words(state)
        words = self.tr("程序 {}；新版本 {} 已下载，退出时安装").format(state.program, ready.version)
        note = ready.note(spoken())
        return self.tr("{}：{}").format(words, note) if note else words

    def _looked_words(self, state: VersionState) -> str:
        """When it was looked for a newer one; what the IT department or the computer forbids is not claimed."""
        if not state.news.looked:
            return self.tr("程序 {}；还没有检查过有没有新版本").format(state.program)
        looked = moment_word(parse_time(state.news.looked).astimezone(CHINA))
        return self.tr("程序 {}；上次检查新版本 {}").format(state.program, looked)

    def _definitions_words(self, state: VersionState) -> str:
        pack, of = self._context.session.pack, state.news.definitions.replace("/", " ")
        return self.tr("报表制度 {}（{}）").format(told(pack.title, pack.title_en), of)

    def _show_drafts(self, state: VersionState) -> None:
        clear(self._drafts)
        told_of = [(each, words) for each in state.waiting if (words := changes_of(each))]
        for prospect, words in told_of[:SHOWN]:
            self._drafts.addWidget(rule(self._context.theme))
            self._drafts.addWidget(self._draft(prospect, words))
        rest, same = len(told_of) - SHOWN, len(state.waiting) - len(told_of)
        more = [
            self.tr("另有 {} 张草稿有变化").format(Count(rest)) if rest > 0 else "",
            self.tr("{} 张草稿填报的内容没有变化").format(Count(same)) if same else "",
        ]
        last = "　".join(filter(None, more))
        if last:
            self._drafts.addWidget(rule(self._context.theme))
            self._drafts.addWidget(label(self._context.theme, last, role="soft", wrap=True))
        set_shown(self._below, bool(self._drafts.count()))  # empty it would still keep its distance
        set_shown(self.go_over, bool(state.waiting))
        self.go_over.setText(self.tr("确认，{} 张草稿换到新版本").format(Count(len(state.waiting))))
        set_shown(self.back, bool(state.went))
        self.back.setText(self.tr("撤回 {} 张报表的换版").format(Count(len(state.went))))

    def _draft(self, prospect: Prospect, changes: list[str]) -> QFrame:
        theme = self._context.theme
        frame = QFrame()
        frame.setObjectName("plain")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(0.15))
        called = told(prospect.form_words.zh, prospect.form_words.en)
        name = label(theme, f"{called} · {period_word(prospect.target.period)}", bold=True)
        versions = Chip(theme, Word(f"{prospect.old} → {prospect.new}", "plain"))
        inside.addLayout(row(theme, name, versions, None))
        for words in changes:
            inside.addWidget(label(theme, words, role="soft", wrap=True))
        return frame

    def _refused(self, error: BaseException) -> None:
        self._ready()
        if isinstance(error, CodedError):
            self.problem.say(said(error))
        else:
            self._context.tasks.trouble.emit(error)

    def _ready(self) -> None:
        self.look.setEnabled(True)
        self.look.setText(self.tr("现在检查"))
        self.go_over.setEnabled(True)
        self.back.setEnabled(True)

"""报表制度: which definitions are in use, from whom; and another file of them, looked into before it is taken."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.ui.frame.context import Context
from client.ui.ground.language import told
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms, Word
from client.ui.ground.words import listed, said
from client.ui.parts.announcing import announce
from client.ui.parts.asking import ask_which
from client.ui.parts.basics import Chip, button, card, clear, label, row, set_shown
from client.ui.parts.complaint import Complaint
from client.ui.parts.frame import PageFrame, heading
from client.ui.settings.version_words import lines_of
from client.usecases.home.session import Session
from client.usecases.renewal import pack_files, questionnaire
from client.usecases.renewal.pack_files import PackFile
from client.usecases.renewal.questionnaire import InUse
from forms.pack import Pack
from forms.pack.loader import bundled_versions
from forms.problems import CodedError
from forms.words import Count


class DefinitionsPage(QWidget):
    """``taken`` carries the ``Pack`` that is in use from now on, ``left`` says that the person goes back."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._given: PackFile | None = None
        self._wanted: Path | None = None
        """The file that is looked into, or shown."""
        theme = context.theme
        back = button(self.tr("返回"), self._leave, name="leaveDefinitions")
        words = self.tr("填哪些报表、怎样审核，都由报表制度规定。主管部门另外给了制度文件的，在这里换用。")
        frame = PageFrame(theme, self.tr("报表制度"), words, back=back)
        self.used, used = card(theme, 1.0)
        used.addWidget(heading(theme, self.tr("正在使用")))
        self._used = QVBoxLayout()
        used.addLayout(self._used)
        self.choose = button(self.tr("换用制度文件…"), self._ask, name="chooseDefinitions")
        self.own = button(self.tr("换回随程序提供的"), self._go_back, name="ownDefinitions")
        set_shown(self.own, False)
        hint = label(theme, self.tr("也可以直接把文件拖进窗口。"), role="soft", wrap=True)
        choosing = row(theme, self.choose, self.own, hint, gap=0.7)
        choosing.setStretch(2, 1)
        self.problem = Complaint(theme, name="definitionsProblem")
        self.file, inside = card(theme, 1.0)
        inside.setSpacing(theme.space(0.5))
        self.name = heading(theme, "")
        self._found = QVBoxLayout()
        self.take = button("", self._take, role="primary", name="takeDefinitions")
        self.drop = button(self.tr("不用"), self._drop, name="dropDefinitions")
        inside.addWidget(self.name)
        inside.addLayout(self._found)
        inside.addLayout(row(theme, self.take, self.drop, None))
        set_shown(self.file, False)
        frame.inside.addWidget(self.used)
        frame.inside.addLayout(choosing)
        for part in (self.problem, self.file):
            frame.inside.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def refresh(self) -> None:
        """Look what is in use."""
        self._context.tasks.query(partial(questionnaire.in_use, self._context.session), self._show)

    def look_into(self, path: Path) -> None:
        """Show what a file would change; nothing is kept."""
        self._drop()
        self._wanted = path
        self.name.setText(self.tr("正在查看“{}”…").format(path.name))
        for part in (self.take, self.drop):
            set_shown(part, False)
        set_shown(self.file, True)
        work = partial(_look, self._context.session, path)
        self._context.tasks.query(work, self._looked, self._refused)

    def _show(self, used: InUse) -> None:
        clear(self._used)
        self._put(self._used, self._facts(used.pack))
        set_shown(self.own, not bundled_versions(used.pack.id))
        self._used.addWidget(label(self._context.theme, _CAME.get(used.came).format(used.since[:10]), role="soft"))

    def _looked(self, found: tuple[Path, PackFile | CodedError]) -> None:
        path, one = found
        if path != self._wanted:  # another one was handed over meanwhile, or none is wanted any more
            return
        if isinstance(one, CodedError):
            self._refused(one)
            return
        self._given = one
        clear(self._found)
        fresh = bool(one.fresh) or one.other
        self.name.setText(self.tr("“{}”里的制度").format(path.name))
        self._put(self._found, self._facts(one.pack))
        self._found.addLayout(row(self._context.theme, Chip(self._context.theme, self._proof(one)), None))
        lines = [] if one.signed else [self.tr("没有签名的文件，由发给您的人担保；请确认来源再用。")]
        lines += self._changes(one) if fresh else [self.tr("这一版已经在用，不必再装。")]
        self._put(self._found, lines)
        self.take.setText(self.tr("改用这套制度") if one.other else self.tr("装入这一版"))
        set_shown(self.take, fresh)
        set_shown(self.drop, True)
        announce(self, "\n".join(lines))
        (self.take if fresh else self.drop).setFocus(Qt.FocusReason.OtherFocusReason)

    def _proof(self, one: PackFile) -> Word:
        return Word(self.tr("签名已核对"), "good") if one.signed else Word(self.tr("没有签名"), "query")

    def _facts(self, pack: Pack) -> list[str]:
        version = self.tr("{}，{} 第 {} 版，适用 {} 至 {}").format(
            pack.authority, pack.id, pack.version, pack.valid_from, pack.valid_to
        )
        return [told(pack.title, pack.title_en), version]

    def _changes(self, one: PackFile) -> list[str]:
        if not one.other:
            words = lines_of(one.differences)
            return words or [self.tr("填报的内容没有变化。")]
        forms = listed(f"{form.code} {told(form.name, form.name_en)}" for form in one.pack.forms.values())
        asked = self.tr("填 {} 张报表：{}").format(Count(len(one.pack.forms)), forms)
        gone = self.tr("现在的 {} 张报表不再要填；开始填报之前可以换回来。单位和设置都不变。").format(
            Count(len(one.before.forms))
        )
        return [asked, gone]

    def _put(self, into: QVBoxLayout, lines: list[str]) -> None:
        for number, words in enumerate(lines):
            bold = into.count() == 0 and number == 0
            into.addWidget(label(self._context.theme, words, role="" if bold else "soft", bold=bold, wrap=True))

    def _take(self) -> None:
        if self._given is not None:
            self.take.setEnabled(False)
            session, one = self._context.session, self._given
            self._context.tasks.change(lambda _: pack_files.take(session, one), self._done, self._refused)

    def _go_back(self) -> None:
        session = self._context.session
        self._context.tasks.change(lambda _: questionnaire.use_own(session), self._done, self._refused)

    def _done(self, one: Pack) -> None:
        self._drop()
        self.taken.emit(one)

    def _refused(self, error: BaseException) -> None:
        self._drop()
        if isinstance(error, CodedError):
            self.problem.say(said(error))
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._context.tasks.trouble.emit(error)

    def _drop(self) -> None:
        """Forget the file that was looked into."""
        held = cast("QWidget | None", self.focusWidget())
        if held is not None and self.file.isAncestorOf(held):
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self._given = self._wanted = None
        self.problem.say("")
        self.take.setEnabled(True)
        clear(self._found)
        set_shown(self.file, False)

    def _leave(self) -> None:
        self._drop()
        self.left.emit()

    def _ask(self) -> None:
        kinds = self.tr("制度文件 (*.jbpack *.zip pack.toml)")
        ask_which(self, self.tr("换用制度文件"), self._chosen, name="definitionsDialog", kinds=kinds)

    def _chosen(self, path: str) -> None:
        self.look_into(Path(path))


_CAME = Terms(
    "definitions",
    {
        "program": QT_TRANSLATE_NOOP("definitions", "随程序提供"),
        "signed": QT_TRANSLATE_NOOP("definitions", "{} 取得，主管部门的签名已核对"),
        "unsigned": QT_TRANSLATE_NOOP("definitions", "{} 从文件装入，没有签名"),
        "kept": QT_TRANSLATE_NOOP("definitions", "{} 取得"),
    },
)


def _look(session: Session, path: Path) -> tuple[Path, PackFile | CodedError]:
    """What is in a file, or why it is refused: of which file, its name alone would not tell."""
    try:
        return path, pack_files.look_into(session, path)
    except CodedError as error:
        return path, error

"""设置: the declared settings by group, and where each stands; a choice counts at once and is kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from client.ui.frame.context import Context
from client.ui.ground.language import spoken
from client.ui.ground.words import said
from client.ui.parts.basics import button, card, clear, column, flush, plain, row, rule, set_shown
from client.ui.parts.frame import PageFrame, heading
from client.ui.parts.in_sight import bring_into_sight
from client.ui.parts.keyboard import in_order
from client.ui.settings.backup_part import backup_line
from client.ui.settings.defaults import Defaults
from client.ui.settings.field import SettingField
from client.ui.settings.folders import FoldersPart
from client.ui.settings.passphrase import PassphrasePart
from client.ui.settings.recovery import RecoveryPart
from client.ui.settings.sections import Sections
from client.ui.settings.training import TrainingPart
from client.ui.settings.versions import VersionsPart
from client.usecases.home import settings
from client.usecases.home.managed_settings import managed
from client.usecases.home.session import Session
from client.usecases.home.settings_table import GROUPS, SETTINGS, Setting, Value
from forms.problems import CodedError

LEAST = 30
"""Lines of text the settings are wide at least beside their contents."""
Part = PassphrasePart | RecoveryPart | TrainingPart
BESIDE: dict[str, tuple[Callable[[Context], Part], ...]] = {
    "security": (PassphrasePart, RecoveryPart),
    "updates": (TrainingPart,),
}
"""Cards that belong to a group and follow it, but are made of more than settings."""


class SettingsPage(QWidget):
    """``changed`` carries all settings by key once a new one is kept; ``moved``: returns have another version.

    ``diagnose`` asks what stands in the way, ``backups`` to restore one.
    """

    changed = Signal(object)
    moved = Signal()
    diagnose = Signal()
    backups = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._look = button(self.tr("网络和本机诊断…"), self.diagnose, name="settingsDiagnose")
        self._fields: dict[str, SettingField] = {}
        self._awaited = ""
        self._sought = False
        """Whether what has the keyboard is still to be brought into sight."""
        context.tasks.idle.connect(self._await_held)
        self._defaults: list[Defaults] = []
        theme = context.theme
        frame = self._frame = PageFrame(theme, self.tr("设置"), self.tr("改了就生效，自动保存在本机。"))
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.space(0.9))
        self._whole = Defaults(theme, SETTINGS, "all", self.tr("全部恢复默认…"))
        self._whole.asking.wanted.connect(self._reset)
        above = row(theme, self._look, self._whole.ask, None)
        self._head = plain(column(theme, above, self._whole.asking, gap=0.4))
        frame.inside.addWidget(self._head)
        self._all = plain(self._cards)
        frame.inside.addWidget(self._all)
        self.folders = FoldersPart(context)
        self.versions = VersionsPart(context)
        self.versions.moved.connect(self.moved)
        frame.inside.addWidget(self.folders)
        frame.inside.addWidget(self.versions)
        self.sections = Sections(theme, frame)
        outer = row(theme, self.sections, frame, gap=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def regions(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return self.sections, self._frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for both, the settings go before what leads to them."""
        room = self.width() - self.sections.sizeHint().width()
        set_shown(self.sections, room >= self._context.theme.space(LEAST))

    def refresh(self) -> None:
        """Read what is kept, which other data folders there are, and how versions stand."""
        self.folders.refresh()
        self.versions.refresh()
        session = self._context.session
        self._context.tasks.query(lambda: settings.everything(session), self._read)

    def show_versions(self) -> None:
        """Bring the card of versions into view."""
        self._frame.bring(self.versions)

    def come_back_to(self, name: str) -> None:
        """Whoever was at this field of the page there was before is at it again once all is shown."""
        self._awaited = name

    def field(self, key: str) -> SettingField:
        """The line of one setting."""
        return self._fields[key]

    def _read(self, values: dict[str, Value]) -> None:
        self._show(values)
        if values != self._context.settings:
            # Chosen on a page that was let go of, with its look, before it heard that it was kept.
            self.changed.emit(values)

    def _show(self, values: dict[str, Value]) -> None:
        """All settings anew, as kept now; whoever was at one of them is there again."""
        held = cast("QWidget | None", self.window().focusWidget())
        at = self._awaited or (held.objectName() if held is not None and self.isAncestorOf(held) else "")
        self._sought, self._awaited = self._sought or bool(self._awaited), ""
        self._lay_cards(values)
        in_order(self.sections, self._head, self._all, self.folders, self.versions)
        for again in self._all.findChildren(QWidget, at)[-1:] if at else ():  # the former goes a turn later
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _await_held(self) -> None:
        """Every card has said what it has to: once they are laid out, what was sought is brought into sight."""
        if self._sought:
            self._sought = False
            QTimer.singleShot(0, self, self._show_held)

    def _show_held(self) -> None:
        held = cast("QWidget | None", self.window().focusWidget())
        if held is not None and self._all.isAncestorOf(held):
            bring_into_sight(held)

    def _lay_cards(self, values: dict[str, Value]) -> None:
        clear(self._cards)
        sections: list[tuple[str, QWidget]] = []
        self._fields, laid = {}, managed()
        self._defaults = [self._whole]
        self._whole.show(values)
        for group, words in GROUPS.items():
            shown = [each for each in SETTINGS if each.group == group and _counts(each, values)]
            frame, inside = card(self._context.theme, 1.0)
            self._head_card(inside, group, words.what(spoken()), values)
            self._cards.addWidget(frame)
            sections.append((words.what(spoken()), frame))
            for more in BESIDE.get(group, ()):
                part = more(self._context)
                self._cards.addWidget(part)
                sections.append((part.title, part))
            for number, each in enumerate(shown):
                if number:
                    inside.addWidget(rule(self._context.theme))
                self._fields[each.key] = made = SettingField(self._context.theme, each, values[each.key])
                made.picked.connect(self._keep)
                if each.key in laid:
                    made.lay_down()
                inside.addWidget(made)
            frame.show()  # at once: what is not shown yet takes no keyboard
            if group == "backup":
                inside.addWidget(backup_line(self._context, self.backups))
        sections += [(part.title, part) for part in (self.folders, self.versions)]
        self.sections.show_parts(sections)
        self._fit()

    def _head_card(self, inside: QVBoxLayout, group: str, title: str, values: dict[str, Value]) -> None:
        theme = self._context.theme
        within = [each for each in SETTINGS if each.group == group]
        made = Defaults(theme, within, group, self.tr("恢复默认…"))
        flush(made.ask, end=True)
        made.ask.setAccessibleName(self.tr("{}恢复默认").format(title))
        made.asking.wanted.connect(self._reset)
        inside.addLayout(row(theme, heading(theme, title), None, made.ask))
        inside.addWidget(made.asking)
        made.show(values)
        self._defaults.append(made)

    def _reset(self, keys: tuple[str, ...]) -> None:
        self._context.tasks.query(partial(_reset, self._context.session, keys), self._was_reset)

    def _was_reset(self, reset: tuple[str, dict[str, Value]]) -> None:
        self._awaited, values = reset  # the keyboard stays with what was reset
        self._show(values)
        self.changed.emit(values)

    def _keep(self, key: str, value: Value) -> None:
        self._context.tasks.query(partial(_keep, self._context.session, key, value), self._kept)

    def _kept(self, kept: Kept) -> None:
        field = self._fields.get(kept.key)
        if field is not None:
            field.complain(said(kept.refused) if kept.refused is not None else "")
            if kept.refused is not None:
                field.show_value(kept.values[kept.key])
        if kept.refused is not None:
            return
        if any(each.when is not None and each.when[0] == kept.key for each in SETTINGS):
            self._show(kept.values)
        for each in self._defaults:
            each.show(kept.values)
        self.changed.emit(kept.values)


@dataclass(frozen=True)
class Kept:
    """What came of choosing: all settings as they are now, and why the choice was not taken, if it was not."""

    key: str
    values: dict[str, Value]
    refused: CodedError | None = None


def _counts(setting: Setting, values: dict[str, Value]) -> bool:
    return setting.when is None or values[setting.when[0]] == setting.when[1]


def _reset(session: Session, keys: tuple[str, ...]) -> tuple[str, dict[str, Value]]:
    """The first of what went back to its default, and all settings as they are now."""
    return keys[0], settings.reset_all(session, keys)


def _keep(session: Session, key: str, value: Value) -> Kept:
    refused: CodedError | None = None
    try:
        settings.put(session, key, value)
    except CodedError as error:
        refused = error
    return Kept(key, settings.everything(session), refused)

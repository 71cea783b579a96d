"""What was chosen for workbooks of one shape: kept under a name, forgotten, passed on to colleagues."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from client.ui.ground.words import Word, unit_word
from client.ui.parts.asking import ask_where, ask_which
from client.ui.parts.basics import button, column, framed, inset, label, set_shown
from client.ui.parts.flow import flow
from client.ui.parts.shown import Shown
from client.ui.parts.table import Table, TableColumn
from client.ui.theme.theme import Theme
from client.workbook import Profile


class ProfilesPart(QWidget):
    """``remembered`` and ``forgotten`` carry a name, ``exported`` a path, ``taken_in`` the path of a file."""

    remembered = Signal(str)
    forgotten = Signal(str)
    exported = Signal(object)
    taken_in = Signal(object)

    def __init__(self, theme: Theme, *, reviewing: bool = True) -> None:
        """``reviewing`` a workbook, what was chosen for it can be kept."""
        super().__init__()
        self._theme = theme
        self._in_force = ""
        self.state = label(theme, wrap=True)
        self.state.setObjectName("profileState")
        self.name = QLineEdit()
        self.name.setObjectName("profileName")
        self.name.setAccessibleName(self.tr("给这次的指定取个名字"))
        self.name.setPlaceholderText(self.tr("给这次的指定取个名字，如：金蝶利润表"))
        self.name.setMinimumWidth(theme.space(20))
        self.name.returnPressed.connect(self._remember)
        self.keep = button(self.tr("记住，下次照办"), self._remember, name="rememberProfile")
        self.table: Table[Profile] = Table(theme, self._columns(), lines=2.6, name="profiles")
        if not reviewing:
            self.table.stand_whole()
        self.table.setAccessibleName(self.tr("记住的对应关系"))
        self.table.picked.connect(self._forget)
        self.out = button(self.tr("导出给同事…"), self._ask_out, name="exportProfiles")
        take = button(self.tr("收下同事的…"), self._ask_in, name="takeProfiles")
        said = self.tr("对应关系认的是表上的字，不认位置：插行、挪列、改表名都不要紧；文件里没有任何数字。")
        for each in (self.name, self.keep):
            set_shown(each, reviewing)
        naming = flow(theme, self.name, self.keep, self.out, take)
        upper = column(theme, self.state, naming, label(theme, said, role="soft", wrap=True), gap=0.5)
        if reviewing:
            upper.setContentsMargins(theme.margin, theme.space(0.7), theme.margin, theme.space(0.6))
        self._held = inset(theme, self.table) if reviewing else framed(theme, self.table)
        whole = column(theme, upper, self._held, None, gap=0 if reviewing else 0.6)
        whole.setStretch(1, 100)  # all the room, while there is anything to be shown
        self.setLayout(whole)

    def show_kept(self, profiles: tuple[Profile, ...]) -> None:
        """The profiles of the home, no workbook being under review."""
        none = self.tr("还没有记住的对应关系。导入时改过识别结果，就可以在“对应关系”里记住。")
        self._show(profiles, "", self.tr("记住了 {} 份。").format(len(profiles)) if profiles else none)

    def show_profiles(
        self, profiles: tuple[Profile, ...], in_force: str, declined: str = "", *, chosen: bool
    ) -> None:
        """The profiles of the home; ``chosen`` tells whether there is anything to be remembered."""
        following = self.tr("这本工作簿照“{}”办。").format(in_force) if in_force else ""
        if declined:
            following = self.tr("这次没有照“{}”办。").format(declined)
        something = self.tr("这次有新的指定，可以记住。") if chosen else self.tr("这次没有另外指定什么。")
        self.keep.setEnabled(chosen)
        self._show(profiles, in_force, following + something)

    def _show(self, profiles: tuple[Profile, ...], in_force: str, said: str) -> None:
        self._in_force = in_force
        self.table.put(profiles)
        self.state.setText(said)
        self.out.setEnabled(bool(profiles))
        set_shown(self._held, bool(profiles))

    def tell(self, text: str) -> None:
        """Say what came of it."""
        self.state.setText(text)

    def _columns(self) -> tuple[TableColumn[Profile], ...]:
        translate = QCoreApplication.translate
        return (
            TableColumn(translate("profiles", "名称"), lambda each: Shown(each.name), 12, stretch=2),
            TableColumn(translate("profiles", "指定了什么"), _choices, 14, stretch=4),
            TableColumn(translate("profiles", "记住的时间"), lambda each: Shown(each.made_at[:10], faint=True), 7),
            TableColumn("", self._used, 5),
            TableColumn("", lambda _: Shown(translate("profiles", "忘记"), link=True), 4),
        )

    def _used(self, profile: Profile) -> Shown:
        used = profile.name == self._in_force
        return Shown(chips=(Word(self.tr("正在照办"), "accent"),) if used else ())

    def _remember(self) -> None:
        if self.name.text().strip() and self.keep.isEnabled():
            self.remembered.emit(self.name.text().strip())

    def _forget(self, profile: Profile) -> None:
        self.forgotten.emit(profile.name)

    def _ask_out(self) -> None:
        ask_where(
            self,
            self.tr("导出给同事"),
            self._out,
            name="profilesOut",
            kinds="JSON (*.json)",
            suggested=self.tr("对应关系") + ".json",
        )

    def _ask_in(self) -> None:
        kinds = self.tr("对应关系 (*.json *.jbmap)")
        ask_which(self, self.tr("收下同事的对应关系"), self._in, name="profilesIn", kinds=kinds)

    def _out(self, path: str) -> None:
        self.exported.emit(Path(path))

    def _in(self, path: str) -> None:
        self.taken_in.emit(Path(path))


def _choices(profile: Profile) -> Shown:
    translate = QCoreApplication.translate
    chosen = profile.choices
    left = translate("profiles", "不取")
    lines = [f"{key} → {line.field or left}" for key, line in chosen.lines.items()]
    parts = [unit_word(chosen.unit), *lines]
    told = translate("profiles", "；").join(part for part in parts if part)
    return Shown(told or translate("profiles", "表、表头或方向"))

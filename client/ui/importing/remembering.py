"""Between the profiles shown in a review and the home that keeps them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from client.ui.frame.context import Context
from client.ui.ground.words import said
from client.ui.importing.profiles_part import ProfilesPart
from client.usecases.books import profiles, reviewing
from client.usecases.books.reviewing import Reviewed
from client.usecases.home.session import Session
from client.workbook import NONE, Profile
from forms.problems import CodedError


class Remembering(QObject):
    """``wanted`` answers the workbook under review, if there is one."""

    def __init__(self, context: Context, part: ProfilesPart) -> None:
        super().__init__(part)
        self._context = context
        self._part = part
        self._words = ""
        self.wanted: Callable[[], Reviewed | None] = lambda: None
        part.remembered.connect(self._remember)
        part.forgotten.connect(self._forget)
        part.exported.connect(self._export)
        part.taken_in.connect(self._take_in)

    def refresh(self) -> None:
        """Show what is kept, and what this workbook follows."""
        self._words = ""
        self._context.tasks.query(partial(profiles.all_of, self._context.session), self._show)

    def _show(self, kept: tuple[Profile, ...]) -> None:
        reviewed = self.wanted()
        if reviewed is None:
            self._part.show_kept(kept)
        else:
            in_force = reviewed.extracted.profile
            self._part.show_profiles(kept, in_force, reviewed.declined, chosen=reviewed.own != NONE)
        if self._words:
            self._part.tell(self._words)

    def _remember(self, name: str) -> None:
        reviewed = self.wanted()
        if reviewed is not None:
            self._do(self.tr("已记住“{}”，下次同样的工作簿照办。").format(name), _remember, reviewed, name)

    def _forget(self, name: str) -> None:
        self._do(self.tr("已忘记“{}”。").format(name), _forget, name)

    def _export(self, path: Path) -> None:
        self._do(self.tr("已写到 {}").format(path), _export, path)

    def _take_in(self, path: Path) -> None:
        self._do(self.tr("已收下 {} 里的对应关系，下次读工作簿时照办。").format(path.name), _take_in, path)

    def _do(self, words: str, act: Callable[..., tuple[Profile, ...]], *about: object) -> None:
        self._words = words
        self._context.tasks.query(partial(act, self._context.session, *about), self._show, self._refused)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, CodedError):
            self._part.tell(said(error))
        else:
            self._context.tasks.trouble.emit(error)


def _remember(session: Session, reviewed: Reviewed, name: str) -> tuple[Profile, ...]:
    reviewing.remember(session, reviewed, name)
    return profiles.all_of(session)


def _forget(session: Session, name: str) -> tuple[Profile, ...]:
    profiles.forget(session, name)
    return profiles.all_of(session)


def _export(session: Session, path: Path) -> tuple[Profile, ...]:
    profiles.export(session, path, over=True)  # the dialog has asked
    return profiles.all_of(session)


def _take_in(session: Session, path: Path) -> tuple[Profile, ...]:
    profiles.take_in(session, path)
    return profiles.all_of(session)

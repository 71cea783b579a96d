"""A home whose own store is damaged is mended from the page that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.plugin import QtBot

from client.base.errors import WorldError
from client.base.home import STORE_FILE
from client.ui.app import Window, _opener
from client.ui.frame.locked import LockedPage
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.safekeeping.backing_up import back_up
from tests.client.ui.conftest import Pilot, words
from tests.client.usecases.two_firms import A, enter


@pytest.mark.parametrize(("backed_up", "told"), [(True, "总目录已取回，是"), (False, "总目录是新建的")])
def test_the_list_is_brought_back_and_the_home_opens(
    qtbot: QtBot, qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch, told: str, *, backed_up: bool
) -> None:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "口令")
    with open_session(home) as session:
        enterprises.add(session, A, "甲公司")
        enter(session, A, "111")
        if backed_up:
            back_up(session)
    (home / STORE_FILE).write_bytes(bytes(20_000))
    window = Window(qapp, _opener(home, None), home=home)
    pilot = Pilot(qtbot, window)
    window.open()
    pilot.until(lambda: pilot.seen("putOwnBack"))
    assert "不会改动" in words(window.shell)
    pilot.click("putOwnBack")
    pilot.until(lambda: window.conductor.context is not None and not window.conductor.tasks.busy)
    pilot.until(lambda: told in words(window.shell))
    assert window.conductor.context is not None
    assert window.conductor.context.firm == A
    window.shell.close()
    pilot.until(lambda: not window.shell.isVisible())
    window.close()


def test_it_is_offered_for_the_home_s_own_store_alone(shown) -> None:
    page = shown(LockedPage)
    offer = page.findChild(QPushButton, "putOwnBack")
    for error, offered in (
        (WorldError("store.damaged", file=Path("h") / "enterprises" / A / "returns.store"), False),
        (WorldError("store.disk-full", file=Path("h") / STORE_FILE), False),
        (WorldError("store.damaged", file=Path("h") / STORE_FILE), True),
    ):
        page.show_error(error)
        assert offer.isVisible() is offered
        assert (error.remedy() in words(page)) is not offered
    page.show_locked()
    assert not offer.isVisible()
    go = page.findChild(QPushButton, "unlock")
    assert go.property("role") == "primary", "as before there was anything to mend"


def test_after_long_words_short_ones_take_no_more_room_than_they_need(shown) -> None:
    former, fresh = shown(LockedPage), shown(LockedPage)
    former.show_error(WorldError("store.damaged", file=Path("h") / STORE_FILE))
    for page in (former, fresh):
        page.show_locked()
    least = [max(each.minimumHeight() for each in page.findChildren(QLabel)) for page in (former, fresh)]
    assert least[0] == least[1]

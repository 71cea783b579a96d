"""A new computer and a backup on a stick: all is there, filing goes on, and the old computer still lives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from client.base.clock import SystemClock
from client.keys import Keychain
from client.practice import Practice
from client.tour.script import TODAY, Sample
from client.usecases.bureau import connecting
from client.usecases.home import securing, settings
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.safekeeping.backing_up import back_up
from forms.returns import ReturnKey
from tests.client.conftest import office
from tests.journeys.acts import correct, file, open_due
from tests.journeys.hands import Hands, SitDown

__all__ = ["office"]

Key = Qt.Key


@pytest.fixture
def old(complete: Session, story: Sample, office: Practice) -> Session:
    """The computer that files; amounts are shown in a unit of its own choice."""
    connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
    settings.put(complete, "display.unit", "万元")
    return complete


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Session]:
    home = tmp_path / "new"
    with open_session(home, keys=Keychain.loose(home), clock=SystemClock(TODAY)) as session:
        yield session


def test_all_is_there_and_filing_goes_on_though_the_old_computer_still_files(
    sit_down: SitDown, old: Session, new: Session, story: Sample, tmp_path: Path
) -> None:
    code = securing.make_card(old).code
    with sit_down(old, story.firm) as hands:
        hands.wait_at("due")
        assert file(hands) == "3 张已送达，其中 3 张已受理"
        begin_a_draft(hands)
    backup = back_up(old, tmp_path / "U盘").backup.folder
    with sit_down(old, story.firm) as hands:
        hands.wait_at("due")
        correct(hands, "JY042", "123.45")
        assert file(hands, "更正电费") == "1 张已送达，其中 1 张已受理"
    with sit_down(new) as hands:
        bring_back(hands, backup.parent, code)
        told = hands.pilot.shell.banner.text
        assert "以后请只在这台电脑上填报" in told
        assert "备份以后报送过的会自动取回" in told
        assert "请为这台电脑打印新的" in told
        hands.press(Key.Key_Return)
        through_the_rest(hands)
        desk = hands.pilot.pages.desk.desk
        assert {receipt.form for receipt in desk.receipts} == {"JY", "XM", "JB"}
        assert settings.get(new, "display.unit") == "万元"
        open_due(hands, "CP", "2025年9月", "填报中")
        assert "其他计算机设备" in hands.pilot.text(hands.pilot.sheet.address())
        hands.pilot.until(lambda: electricity(new, story) == "123.45")
        correct(hands, "JY042", "222.45")
        assert file(hands, "再更正电费") == "1 张已送达，其中 1 张已受理"
    with sit_down(old, story.firm) as hands:
        hands.wait_at("due")
        correct(hands, "JY042", "333.45")
        assert "请点“去合并”，逐项比较本机与已报送的数据" in file(hands, "三更正电费")
        hands.wait_at("preflight")
        hands.go_to_line("JY", "有冲突", "另一台电脑", "去合并")
        hands.press(Key.Key_Return)
        hands.wait_at("mergeCells")
        hands.go_to_line("JY042", "123.45", "333.45", "222.45", "待定")
        hands.press(Key.Key_Return)
        hands.tab_to("merge")
        hands.press(Key.Key_Return)
        hands.pilot.settle()
        assert "没有可以报送的" in hands.pilot.child("send").text(), "it is what was filed there"


def begin_a_draft(hands: Hands) -> None:
    open_due(hands, "CP", "2025年9月", "未开始")
    hands.pilot.keys("3919")
    hands.press(Key.Key_Return)
    hands.pilot.settle()


def bring_back(hands: Hands, stick: Path, code: str) -> None:
    """From the first run: the folder on the stick, the code of the old card, all enterprises."""
    hands.wait_at("language_zh")
    hands.tab_to("stepNext")
    hands.press(Key.Key_Return)
    hands.wait_at("firmCode")
    hands.tab_to("firstBackups")
    hands.press(Key.Key_Return)
    hands.wait_at("otherBackups")
    hands.press(Key.Key_Return)
    hands.answer(stick)
    hands.wait_at("backupSecret")
    hands.type(code)
    hands.press(Key.Key_Return)
    hands.wait_at("backupFirms")
    hands.tab_to("restoreBackup")
    hands.press(Key.Key_Return)
    hands.wait_at("makeCard")


def through_the_rest(hands: Hands) -> None:
    """The new card is made; past periods are here already."""
    for waited_at in ("printCard", "chooseMany"):
        hands.wait_at(waited_at)
        hands.tab_to("stepNext")
        hands.press(Key.Key_Return)
    hands.wait_at("due")
    hands.pilot.until(lambda: hands.pilot.pages.desk.desk is not None)


def electricity(session: Session, story: Sample) -> str:
    """What stands in the cell that is corrected again and again."""
    cell = open_draft(session, ReturnKey(story.firm, "JY", story.month)).cell("JY042")
    return cell.text if cell is not None else ""

"""Filing without a network from the window: out in a file, up from another computer, the receipts back."""

from __future__ import annotations

import ssl
from datetime import date
from pathlib import Path

import httpx
import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from client.base.clock import SystemClock
from client.practice import Practice
from client.protocol import carry_file
from client.protocol.encoding import content_digest
from client.store import Books
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session


@pytest.fixture
def bureau(complete: Session, firm: str, tmp_path: Path) -> Path:
    """The folder of an endpoint that the enterprise is enrolled at, and that cannot be reached now."""
    with Practice(tmp_path / "bureau", SystemClock(complete.clock.now().date())) as office:
        connecting.enrol(complete, firm, office.profile_path, office.issue_code(firm))
        with connecting.line(complete, firm, office.profile_path) as line:
            filing.settle(line)
    return tmp_path / "bureau"


@pytest.fixture
def waiting(pilot, bureau: Path):
    """The page after 报送 was pressed in vain."""
    pilot.click("goSend")
    pilot.until(lambda: pilot.child("send").isEnabled())
    assert not pilot.child("carryOut").isVisible(), "nothing waits yet"
    pilot.click("send")
    pilot.until(lambda: not pilot.pages.sending.filing.busy and pilot.child("carryOut").isVisible())
    return pilot.pages.sending


def choose(pilot, button: str, dialog: str, path: Path) -> None:
    pilot.click(button)
    asked = pilot.shell.findChild(QFileDialog, dialog)
    asked.fileSelected.emit(str(path))
    asked.close()
    pilot.until(lambda: not pilot.pages.sending.filing.busy and pilot.pages.sending.filing.banner.isVisible())
    pilot.settle()


def upload(bureau: Path, today: date, file: Path) -> bytes:
    """What a browser on another computer does."""
    data = file.read_bytes()
    headers = {"Content-Type": "application/zip", "Idempotency-Key": "k1", "Content-Digest": content_digest(data)}
    with Practice(bureau, SystemClock(today)) as office:
        trusted = ssl.create_default_context(
            cadata=connecting.connecting.read_profile(office.profile_path).tls_ca_pem
        )
        answer = httpx.post(f"{office.base_url}/v1/bundles", content=data, headers=headers, verify=trusted)
    assert answer.status_code == 207
    return answer.content


def states(session: Session, firm: str) -> list[str]:
    def look(books: Books) -> list[str]:
        return [version.state for version in books.outbox.all()]

    return session.look(firm, look)


def test_out_in_a_file_and_the_receipts_back(
    pilot, waiting, complete: Session, firm: str, bureau: Path, tmp_path: Path
) -> None:
    assert "本单位有 3 张报表还没有回执" in pilot.child("carryWords").text()
    file, answer = tmp_path / "带走.jbsub", tmp_path / "答复.json"
    choose(pilot, "carryOut", "carryOutDialog", file)
    assert waiting.filing.banner.text == (
        f"已写出 {file}，内有 3 张报表。请在能上网的电脑上传，再把答复文件带回来导入。"
    )
    assert pilot.child("bannerButton", QPushButton).text() == "打开文件夹"
    assert len(carry_file.read(file.read_bytes()).submissions) == 3
    assert set(states(complete, firm)) == {"sent"}, "what has left may arrive"
    answer.write_bytes(upload(bureau, complete.clock.now().date(), file))
    pilot.window.conductor.go("desk")
    pilot.drop(answer)
    pilot.until(lambda: waiting.filing.banner.text.startswith("3 张已送达"))
    pilot.settle()
    assert not pilot.child("carryOut").isVisible(), "nothing waits any more"
    shown = [row for row in waiting.table.rows_model.rows if row.receipt is not None]
    assert len(shown) == 3


def test_what_is_no_answer_changes_nothing(pilot, waiting, complete: Session, firm: str, tmp_path: Path) -> None:
    before = states(complete, firm)
    (tmp_path / "答复.json").write_text("{}", "utf-8")
    choose(pilot, "carryBack", "carryBackDialog", tmp_path / "答复.json")
    assert "不是离线报送的答复文件" in waiting.filing.banner.text
    assert "没有丢失" in waiting.filing.banner.text
    assert states(complete, firm) == before
    assert pilot.child("carryOut").isEnabled()


def test_a_folder_that_takes_nothing_is_told(pilot, waiting, complete: Session, firm: str, tmp_path: Path) -> None:
    before = states(complete, firm)
    choose(pilot, "carryOut", "carryOutDialog", tmp_path / "没有这里" / "带走.jbsub")
    assert "无法写出离线报送文件" in waiting.filing.banner.text
    assert states(complete, firm) == before

"""Something odd answers in the endpoint's place: what the window says of it, and that nothing is lost."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import Qt

from client.base.clock import SystemClock
from client.practice import Practice
from client.sync.backoff import Wait
from client.tour.script import TODAY, Sample
from client.ui.sending import work
from client.usecases.bureau import connecting, filing
from client.usecases.home.session import Session
from tests.client.ui.conftest import Pilot
from tests.journeys.acts import file
from tests.journeys.hands import Hands

Key = Qt.Key
HTML = b"<html><title>Login</title></html>"
PROBLEM = b'{"type":"about:blank","title":"later"}'
KEPT = "数据已冻结保存，不会丢失，也不会重复报送。"


Answer = tuple[int, dict[str, str], bytes]


def handler(answer: Answer) -> type[BaseHTTPRequestHandler]:
    """Answers every question alike."""
    status, headers, body = answer

    def tell(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(body)

    return type("Odd", (BaseHTTPRequestHandler,), {"do_GET": tell, "log_message": lambda *_: None})


@contextmanager
def odd(port: int, certificate: Path, answer: Answer) -> Iterator[None]:
    """Something that has the endpoint's place, and its certificate."""
    with ThreadingHTTPServer(("127.0.0.1", port), handler(answer)) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.fixture
def place(complete: Session, story: Sample, tmp_path: Path) -> tuple[int, Path]:
    """Port and certificate of an endpoint at which the enterprise is enrolled, and which is gone."""
    with Practice(tmp_path / "office", SystemClock(TODAY)) as office:
        connecting.enrol(complete, story.firm, office.profile_path, office.issue_code(story.firm))
        with connecting.line(complete, story.firm) as line:
            filing.settle(line)
        port = urlsplit(office.base_url).port
    assert port is not None
    return port, next((tmp_path / "office").rglob("server.pem"))


OURS = {"Stats-Api": "1", "Content-Type": "application/problem+json"}
ANSWERS: dict[str, tuple[Answer, str]] = {
    "a login page": ((200, {"Content-Type": "text/html"}, HTML), "像是上网认证页面或拦截页"),
    "a redirect": ((302, {"Location": "https://login.example/"}, b""), "请打开浏览器完成上网登录"),
    "a gateway": ((503, {"Content-Type": "text/html"}, HTML), "中间的网关没有等到报送平台回答（状态 503）"),
    "busy": ((503, {**OURS, "Retry-After": "600"}, PROBLEM), "报送平台正忙。请不要关机，程序会按顺序自动报送"),
    "too often": ((429, {**OURS, "Retry-After": "30"}, PROBLEM), "请求太频繁，报送平台暂不接收"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_answers_in_its_place_is_named_and_the_return_is_kept(
    name: str, place: tuple[int, Path], pilot: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "AT_THE_BUTTON", Wait(0.5, attempts=2))
    answer, said = ANSWERS[name]
    hands = Hands(pilot)
    hands.wait_at("due")
    with odd(*place, answer):
        told = file(hands)
    assert said in told
    assert told.endswith(KEPT)
    assert hands.at == "bannerButton", "trying again is the next thing"
    states = {row.form: row.state for row in pilot.pages.sending.table.rows_model.rows}
    assert [states[form] for form in ("JY", "XM", "JB")] == ["queued", "queued", "sent"], (
        "all go by themselves later"
    )


def test_nobody_is_asked_to_try_again_who_may_have_been_deceived(place: tuple[int, Path], pilot: Pilot) -> None:
    hands = Hands(pilot)
    hands.wait_at("due")
    with odd(*place, (200, {"Stats-Api": "1"}, b"no signature")):
        told = file(hands)
    assert "不是主管部门的报送平台：它的签名对不上，已停止发送。请不要重试" in told
    assert not pilot.pages.sending.filing.banner.button.isVisible()

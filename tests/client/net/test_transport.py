"""The transport on real sockets: each way a line can fail has its own name."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from client.base.clock import CHINA
from client.base.errors import UserError
from client.net.answers import require_success
from client.net.failures import NetworkFailure, classify_tls
from client.net.over_httpx import HttpxTransport, Patience, WireSettings
from client.net.problems import ProblemAnswer, Retry
from client.net.tls import tls_context
from client.net.transport import Answer, Request
from client.protocol.encoding import content_digest
from tests.client.net.certificates import Authority
from tests.client.net.hostile import HostileServer, Script, http

PATIENT = Patience(connect=60, read=60, write=60, pool=60, whole=60, slow=60)
OURS = {"Stats_Api": "1"}

Serve = Callable[..., HostileServer]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def transport(authority: Authority) -> Iterator[HttpxTransport]:
    transport = HttpxTransport(tls_context("practice", authority.pem), WireSettings(patience=PATIENT))
    yield transport
    transport.close()


@pytest.fixture
def server(authority: Authority, tmp_path: Path) -> Serve:
    def make(
        script: Script, *, linger: bool = False, drip: float | None = None, **certificate: object
    ) -> HostileServer:
        context = authority.server_context(tmp_path, **certificate)  # type: ignore[arg-type]
        return HostileServer(script, context, linger=linger, drip=drip)

    return make


def failure(transport: HttpxTransport, request: Request, **more: int) -> NetworkFailure:
    with pytest.raises(NetworkFailure) as caught:
        require_success(request, transport.send(request, **more))
    return caught.value


def get(server: HostileServer) -> Request:
    return Request("GET", f"{server.url}/v1/hello")


def test_an_answer_comes_whole(transport: HttpxTransport, server: Serve) -> None:
    body = "收到".encode()
    with server(lambda _: http("200 OK", body, **OURS, Content_Digest=content_digest(body))) as far:
        answer = require_success(get(far), transport.send(get(far)))
    assert (answer.status, answer.body) == (200, body)
    assert b"Accept-Encoding: identity" in far.requests[0]


def test_a_line_that_failed_is_used_again(transport: HttpxTransport, server: Serve) -> None:
    answers = iter([None, http("200 OK", b"well")] * 4)
    with server(lambda request: next(answers)) as listening:
        for _ in range(4):
            assert failure(transport, get(listening)).code == "net.cut-off"
            assert transport.send(get(listening)).body == b"well"
        assert len(transport._lines) == 1


def test_no_more_lines_than_there_is_room_for(authority: Authority, server: Serve) -> None:
    narrow = HttpxTransport(
        tls_context("practice", authority.pem), WireSettings(patience=Patience(pool=0.1)), connections=1
    )
    with server(lambda request: http("200 OK")) as listening, narrow._line(None, "127.0.0.1"):
        found = failure(narrow, get(listening))
        assert (found.code, found.unsent) == ("net.timeout", True)
        assert listening.requests == []
    narrow.close()


def test_cookies_are_not_kept(transport: HttpxTransport, server: Serve) -> None:
    with server(lambda _: http("200 OK", b"x", **OURS, Set_Cookie="a=b; Path=/")) as far:
        transport.send(get(far))
        transport.send(get(far))
    assert not any(b"ookie" in request for request in far.requests)


def test_environment_proxies_are_not_used(
    transport: HttpxTransport, server: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with server(lambda _: http("200 OK", b"x", **OURS)) as far:
        assert transport.send(get(far)).status == 200


def test_a_name_nobody_knows(transport: HttpxTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    found = failure(transport, Request("GET", "https://collect.invalid/v1/hello"))
    assert (found.code, found.unsent) == ("net.dns", True)


def test_nobody_listens(transport: HttpxTransport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    found = failure(transport, Request("GET", f"https://127.0.0.1:{port}/"))
    assert (found.code, found.unsent) == ("net.refused", True)


def test_no_answer_in_time_may_have_arrived(authority: Authority, server: Serve) -> None:
    impatient = HttpxTransport(tls_context("practice", authority.pem), WireSettings(patience=Patience(read=0.2)))
    with server(lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12", linger=True) as far:
        found = failure(impatient, get(far))
        impatient.close()
    assert (found.code, found.unsent) == ("net.timeout", False)


@pytest.mark.parametrize("patience", [Patience(whole=0.3), Patience(slow=0.3)])
def test_an_answer_that_drips_is_given_up(authority: Authority, server: Serve, patience: Patience) -> None:
    impatient = HttpxTransport(tls_context("practice", authority.pem), WireSettings(patience=patience))
    body = b"HTTP/1.1 200 OK\r\nStats-Api: 1\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000
    with server(lambda _: body, drip=0.002) as far:
        found = failure(impatient, get(far))
        impatient.close()
    assert (found.code, found.unsent) == ("net.timeout", False)


def test_a_large_answer_on_a_slow_line_has_its_time() -> None:
    patience = Patience(whole=120, slow=10)
    assert patience.is_over(11, 500)
    assert not patience.is_over(60, 60 * 1024)
    assert patience.is_over(121, 10 * 1024 * 1024)


def test_a_silent_listener_times_out_unsent(authority: Authority) -> None:
    impatient = HttpxTransport(
        tls_context("practice", authority.pem), WireSettings(patience=Patience(connect=0.2))
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = failure(impatient, Request("GET", f"https://127.0.0.1:{listener.getsockname()[1]}/"))
    impatient.close()
    assert (found.code, found.unsent) == ("net.timeout", True)


def test_hanging_up_after_the_request(transport: HttpxTransport, server: Serve) -> None:
    with server(lambda _: None) as far:
        found = failure(transport, get(far))
    assert (found.code, found.unsent) == ("net.cut-off", False)


def test_a_truncated_answer(transport: HttpxTransport, server: Serve) -> None:
    with server(lambda _: http("200 OK", b"half", **OURS, Content_Length="400")) as far:
        assert failure(transport, get(far)).code == "net.cut-off"


def test_bytes_that_are_not_http(transport: HttpxTransport, server: Serve) -> None:
    with server(lambda _: b"\x00\x01 not http \r\n\r\n") as far:
        assert failure(transport, get(far)).code == "net.cut-off"


def test_an_endless_answer_is_dropped(transport: HttpxTransport, server: Serve) -> None:
    with server(lambda _: http("200 OK", b"x" * 5000, **OURS)) as far:
        assert failure(transport, get(far), limit=4096).code == "net.too-large"


@pytest.mark.parametrize(
    ("certificate", "code"),
    [
        ({"begins": -30, "ends": -2}, "net.tls-expired"),
        ({"begins": 3, "ends": 30}, "net.tls-clock"),
        ({"host": "portal.hotel.example"}, "net.tls-name"),
    ],
)
def test_bad_certificates_by_kind(
    transport: HttpxTransport, server: Serve, certificate: dict[str, object], code: str
) -> None:
    with server(lambda _: http("200 OK", **OURS), **certificate) as far:
        found = failure(transport, get(far))
    assert (found.code, found.unsent) == (code, True)


def test_an_issuer_this_computer_does_not_know(server: Serve) -> None:
    stranger = HttpxTransport(tls_context("prod", None), WireSettings(patience=PATIENT))
    with server(lambda _: http("200 OK", **OURS)) as far:
        assert failure(stranger, get(far)).code == "net.tls-issuer"
    stranger.close()


def test_a_plain_server_where_tls_should_be(transport: HttpxTransport) -> None:
    with HostileServer(lambda _: http("200 OK", **OURS)) as far:
        assert failure(transport, get(far)).code == "net.tls"


def test_an_expired_certificate_accuses_the_clock_only_with_a_reason() -> None:
    now = datetime(2026, 11, 9, tzinfo=CHINA)
    assert classify_tls(10, "h", now, None).code == "net.tls-expired"
    assert classify_tls(10, "h", now, now - timedelta(days=30)).code == "net.tls-expired"
    assert classify_tls(10, "h", now, now + timedelta(days=1)).code == "net.tls-clock"
    assert classify_tls(10, "h", now, now - timedelta(days=900)).code == "net.tls-clock"
    assert classify_tls(0x800B0109, "h", now, None).code == "net.tls-issuer"
    assert classify_tls(0x800B010F, "h", now, None).code == "net.tls-name"
    assert classify_tls(23, "h", now, None).code == "net.tls-revoked"
    assert classify_tls(999, "h", now, None).code == "net.tls"


HTML = {"Content_Type": "text/html; charset=utf-8"}
PORTALS = {
    "html 200": http("200 OK", b"<html>login</html>", **HTML),
    "a script that leads away": http("200 OK", b"<script>location='http://10.1.1.1/eportal'</script>", **HTML),
    "a page that refreshes itself": http("200 OK", b"<meta http-equiv=refresh content=0;url=/a70.htm>", **HTML),
    "a page in GBK": http("200 OK", "<html>上网认证</html>".encode("gbk"), Content_Type="text/html; charset=gbk"),
    "a packed page": http("200 OK", gzip.compress(b"<html>login"), Content_Encoding="gzip", **HTML),
    "an empty 200": http("200 OK"),
    "success, says the system's own probe": http("200 OK", b"success\n", Content_Type="text/plain"),
    "Success, says the other system's": http("200 OK", b"<HTML><TITLE>Success</TITLE></HTML>", **HTML),
    "no content, says the third's": http("204 No Content"),
    "json 200 without our header": http("200 OK", b"{}", Content_Type="application/json"),
    "json that asks to log in": http("200 OK", b'{"result":0,"msg":"login"}', Content_Type="application/json"),
    "jsonp": http("200 OK", b'dr1003({"result":0})', Content_Type="application/javascript"),
    "somebody else's header": http("200 OK", b"{}", Stats_Api="2", Content_Type="application/json"),
    "our header, empty": http("200 OK", b"{}", Stats_Api="", Content_Type="application/json"),
    "moved": http("301 Moved Permanently", Location="https://login.example/"),
    "redirect": http("302 Found", Location="http://10.0.0.1/login"),
    "redirect with the asker's address": http("302 Found", Location="http://10.0.0.1/?wlanuserip=10.2.3.4&mac=aa"),
    "redirect to itself": http("302 Found", Location="/v1/hello"),
    "redirect that knows our header": http("302 Found", Location="http://10.0.0.1/", Stats_Api="1"),
    "see other": http("303 See Other", Location="http://10.0.0.1/"),
    "temporary redirect": http("307 Temporary Redirect", Location="https://portal.example/"),
    "permanent redirect": http("308 Permanent Redirect", Location="https://portal.example/"),
    "511": http("511 Network Authentication Required", b"<html>", **HTML),
    "401 of the network": http("401 Unauthorized", b"<html>", WWW_Authenticate="Basic realm=wifi"),
    "402": http("402 Payment Required", b"<html>traffic used up</html>", **HTML),
    "403 block page": http("403 Forbidden", b"blocked", **HTML),
    "404 of a router": http("404 Not Found", b"<html>", **HTML),
    "451": http("451 Unavailable For Legal Reasons", b"<html>", **HTML),
    "201 without our header": http("201 Created", b'{"state":"received"}'),
}


@pytest.mark.parametrize("name", PORTALS)
def test_portals_are_never_an_answer(transport: HttpxTransport, server: Serve, name: str) -> None:
    with server(lambda _: PORTALS[name]) as far:
        assert failure(transport, get(far)).code == "net.portal"
    assert len(far.requests) == 1, "a redirect was followed"


@pytest.mark.parametrize("status", ["500 Error", "502 Bad Gateway", "503 Unavailable", "504 Gateway Timeout"])
def test_a_gateway_that_lost_the_endpoint_leaves_the_outcome_open(
    transport: HttpxTransport, server: Serve, status: str
) -> None:
    with server(lambda _: http(status, b"<html>")) as far:
        found = failure(transport, get(far))
    assert (found.code, found.unsent) == ("net.gateway", False)


def test_a_proxy_that_wants_a_login(transport: HttpxTransport, server: Serve) -> None:
    with server(lambda _: http("407 Proxy Authentication Required")) as far:
        assert failure(transport, get(far)).code == "net.proxy-login"


class _Proxy:
    def __init__(self, url: str) -> None:
        self._url = url

    def proxy_for(self, url: str) -> str | None:
        return self._url


def test_a_proxy_that_refuses_to_connect(authority: Authority) -> None:
    with HostileServer(lambda _: http("407 Proxy Authentication Required", Proxy_Authenticate="NTLM")) as proxy:
        finder = _Proxy(f"http://127.0.0.1:{proxy.port}")
        through = HttpxTransport(
            tls_context("practice", authority.pem), WireSettings(proxies=finder, patience=PATIENT)
        )
        found = failure(through, Request("GET", "https://collect.example/v1/hello"))
        through.close()
    assert (found.code, found.unsent) == ("net.proxy-login", True)
    assert proxy.requests[0].startswith(b"CONNECT collect.example:443")


def test_altered_bodies(transport: HttpxTransport, server: Serve) -> None:
    digest = content_digest(b"as sent")
    for answer in (
        http("200 OK", b"rewritten", **OURS, Content_Digest=digest),
        http("200 OK", b"as sent", **OURS, Content_Digest=digest, Content_Encoding="gzip"),
    ):
        with server(lambda _, answer=answer: answer) as far:
            assert failure(transport, get(far)).code == "net.altered"


def problem(status: int, body: bytes, **headers: str) -> ProblemAnswer:
    request = Request("PUT", "https://127.0.0.1/v1/returns/x")
    known = {"stats-api": "1"} | {name.lower().replace("_", "-"): text for name, text in headers.items()}
    with pytest.raises(ProblemAnswer) as caught:
        require_success(request, Answer(status, known, body))
    return caught.value


def test_a_problem_document_is_read_by_its_type() -> None:
    body = b'{"type":"https://collect.example/problems/base-moved","title":"t","status":409,"head":{"version_id":"v"}}'
    found = problem(409, body)
    assert (found.code, found.retry, found.head) == ("problem.base-moved", Retry.PERSON, "v")
    assert found.exit_status == 5


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"type":7}', b'{"type":"a","type":"b"}'])
def test_a_problem_that_cannot_be_read_goes_by_its_status(body: bytes) -> None:
    assert problem(500, body).retry is Retry.SAME_BYTES
    assert problem(503, body, Retry_After="5").retry_after == 5.0
    assert problem(422, body).retry is Retry.NEVER
    assert problem(401, body).retry is Retry.AUTHENTICATE


def test_a_problem_may_say_itself_what_to_do() -> None:
    assert problem(409, b'{"type":"x/period-not-open","retry":"R2"}').retry is Retry.AS_TOLD
    assert problem(409, b'{"type":"x/period-not-open","retry":"R9"}').retry is Retry.PERSON


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry_After": "90"}, 90.0),
        ({"Retry_After": "soon"}, None),
        (
            {"Retry_After": "Mon, 09 Nov 2026 08:02:00 GMT", "Date": "Mon, 09 Nov 2026 08:00:30 GMT"},
            90.0,
        ),
        ({"Retry_After": "Mon, 09 Nov 2026 08:02:00 GMT"}, None),
    ],
)
def test_retry_after_in_both_spellings(headers: dict[str, str], seconds: float | None) -> None:
    assert problem(503, b"{}", **headers).retry_after == seconds


def test_only_practice_may_bring_an_authority(authority: Authority) -> None:
    with pytest.raises(UserError, match="authority-not-allowed"):
        tls_context("prod", authority.pem)
    tls_context("prod", authority.pem, by_policy=True)
    with pytest.raises(UserError, match="authority-unreadable"):
        tls_context("practice", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")

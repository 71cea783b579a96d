"""A gateway whose root is installed opens TLS and reads along: filing works, and it is said, once and calmly."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from client.base.clock import CHINA, Clock, rfc3339
from client.practice import Practice
from client.practice.operations import public
from client.protocol import strict_json
from client.sync.connecting import read_profile
from client.usecases.bureau import connecting, filing, proxies, watching
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.support.diagnosing import diagnose
from forms.periods import Period
from tests.client.net.certificates import Authority
from tests.faults.network.lines import Line, faulty_line

MONTH = Period.parse("2025-09")


@pytest.fixture
def enrolled(session: Session, firm: str, practice: Practice) -> str:
    """The enterprise enrolled on a straight line."""
    connecting.enrol(session, firm, practice.profile_path, practice.issue_code(firm))
    return firm


def inspected(practice: Practice, folder: Path) -> tuple[Path, Path]:
    """What the gateway shows, and the profile of a computer on which its root is installed."""
    gateway = Authority("东方网关根证书")
    gateway.server_context(folder)
    (shown,) = folder.glob("server-*.pem")
    trusting = folder / "trusting.json"
    profile = read_profile(practice.profile_path)
    both = f"{profile.tls_ca_pem}{gateway.pem}"
    trusting.write_bytes(strict_json.encode(msgspec.structs.replace(profile, tls_ca_pem=both)))
    return shown, trusting


def through(session: Session, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxies, "_OWN", frozenset())
    settings.put(session, "network.proxy", "manual")
    settings.put(session, "network.proxy_url", line.proxy_for(""))


def test_an_inspecting_gateway_is_named_and_filing_goes_on(
    session: Session, enrolled: str, practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = enrolled
    shown, trusting = inspected(practice, tmp_path)
    with connecting.line(session, firm) as line:
        line.endpoint.me()
    assert watching.warnings(session, firm) == (), "on a straight line nobody is accused"
    with faulty_line(practice, tmp_path, shown) as line:
        through(session, line, monkeypatch)
        with connecting.line(session, firm, trusting) as line:
            filed = filing.submit_nil(line, "YF", MONTH, "无研发")
        assert filed.result is not None
        assert filed.result.receipt is not None, "figures are sealed and receipts signed inside: no failure"
        (told,) = watching.warnings(session, firm)
        assert told.code == "net.inspected"
        assert "东方网关根证书" in told.what("zh")
        assert "opens the encrypted connection" in told.what("en")
        probes = {probe.what: probe for probe in diagnose(session, firm)}
        assert (probes["line"].state, probes["device"].state) == ("query", "good")
        watching.read(session, firm)
        assert watching.warnings(session, firm) == ()
    settings.put(session, "network.proxy", "none")
    with connecting.line(session, firm) as line:
        line.endpoint.me()
    assert watching.warnings(session, firm) == ()


def test_a_wrong_clock_and_an_old_program_are_told_before_they_hurt(
    session: Session, enrolled: str, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filing goes by the endpoint's time; the person is told, until the clock is right and the program new."""

    def told() -> list[str]:
        with connecting.line(session, enrolled) as line:
            line.endpoint.hello()
        return [each.code for each in watching.warnings(session, enrolled)]

    assert told() == []
    with monkeypatch.context() as wrong:
        wrong.setattr(session, "clock", Late(session.clock))
        wrong.setattr(public, "MIN_APP", "0.10.0")
        assert told() == ["problem.app-too-old", "diagnosis.clock"]
        assert "10 分钟" in watching.warnings(session, enrolled)[1].what("zh")
    assert told() == []


def test_an_endpoint_that_is_closed_says_until_when(
    session: Session, enrolled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(until: str | None) -> list[str]:
        monkeypatch.setattr(public, "READ_ONLY_UNTIL", until)
        with connecting.line(session, enrolled) as line:
            line.endpoint.hello()
            return [each.what("zh") for each in watching.seen_now(line)]

    with connecting.line(session, enrolled) as line:
        line.endpoint.hello()
        now = line.endpoint.clock.now()
    tomorrow = now + timedelta(days=1)
    (said,) = told(rfc3339(tomorrow))
    assert f"{tomorrow.astimezone(CHINA):%Y-%m-%d %H:%M} 之前暂停接收" in said
    assert [each.code for each in watching.warnings(session, enrolled)] == ["sync.read-only"]
    for over in (rfc3339(now - timedelta(days=1)), "soon", None):
        assert told(over) == []
    assert watching.warnings(session, enrolled) == ()


class Late:
    """A computer's clock that is ten minutes slow."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now() - timedelta(minutes=10)

"""The support bundle: what support needs is in it, what is the person's is not."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from client.base.errors import UserError
from client.base.logbook import Logbook
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home import settings
from client.usecases.home.session import Session
from client.usecases.safekeeping import backing_up
from client.usecases.support import supporting


def opened(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(path)["report.json"])
    return found


@pytest.fixture
def filed(complete: Session, story: Sample) -> Session:
    with connecting.practise(complete, story.firm), connecting.line(complete, story.firm) as line:
        filing.submit(line, filing.Order(forms=["JB"]))
    return complete


def test_versions_places_health_and_the_endpoint_are_told(filed: Session, story: Sample, tmp_path: Path) -> None:
    backing_up.back_up(filed)
    settings.put(filed, "network.proxy_url", "http://zhang:geheim@proxy.example.com:8080")
    path = supporting.write_bundle(filed.home, tmp_path / "诊断.zip", filed).path
    report = told(path)
    assert set(report["machine"]["libraries"]) >= {"sqlite", "openssl"}
    assert report["opening"] == ""
    assert [(store["store"], store["whole"]) for store in report["stores"]] == [
        ("home", True),
        ("enterprise 1", True),
    ]
    (endpoint,) = report["endpoints"]
    assert (endpoint["host"], endpoint["practice"], endpoint["enrolment"]) == ("127.0.0.1", True, "active")
    assert sum(endpoint["versions"].values()) == 1
    assert report["home"]["backups"] == 1
    assert report["home"]["files"]["enterprise 1/returns.store"] > 0
    assert (report["settings"]["network.proxy"], report["settings"]["network.proxy_url"]) == ("system", True)


def test_nothing_of_the_persons_is_in_it(filed: Session, story: Sample, tmp_path: Path) -> None:
    """Every text of every cell, the enterprise, and what an error or a file of the person's would tell."""
    (filed.home / "王会计的 98765432.10 备忘.txt").write_text("98765432.10", "utf-8")
    settings.put(filed, "network.proxy_url", "http://zhang:geheim@proxy.example.com:8080")
    Logbook(filed.home).failed(UserError("support.not-written", file=f"{story.name} 98765432.10", reason=""))
    returns = filed.look(story.firm, lambda books: books.returns.all())
    # Short texts such as 1 or 2025 are in any report by chance.
    texts = {cell.text for each in returns for cell in each.cells.values() if len(cell.text) > 4}
    assert len(texts) > 60
    path = supporting.write_bundle(filed.home, tmp_path / "诊断.zip", filed).path
    inside = "\n".join((*opened(path), *opened(path).values()))
    wanted = {*texts, story.name, story.firm, "98765432.10", "geheim", "zhang", "王会计", str(filed.home)}
    assert {text for text in wanted if text in inside} == set()
    assert "UserError [support.not-written]" in json.loads(opened(path)["errors.json"])


def test_a_home_that_cannot_be_opened_is_told_about_all_the_same(session: Session, tmp_path: Path) -> None:
    error = UserError("keys.no-keyring")
    made = supporting.write_bundle(session.home, tmp_path / "诊断.zip", opening=error)
    report = told(made.path)
    assert (report["opening"], report["stores"]) == ("UserError [keys.no-keyring]", [])
    assert report["home"]["files"]


def test_a_damaged_store_is_named_by_its_code(filed: Session, story: Sample, tmp_path: Path) -> None:
    filed.vault.shut(story.firm)
    store = filed.home / "enterprises" / story.firm / "returns.store"
    store.write_bytes(b"\0" * store.stat().st_size)
    report = told(supporting.write_bundle(filed.home, tmp_path / "诊断.zip", filed).path)
    assert report["stores"][0]["whole"]
    assert report["stores"][1]["problem"].startswith("store.")
    assert report["endpoints"][0]["errors"] == {report["stores"][1]["problem"]: 1}


def test_where_it_cannot_be_written_it_says_so(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        supporting.write_bundle(session.home, tmp_path / "nowhere" / "x.zip", session)
    assert caught.value.code == "support.not-written"

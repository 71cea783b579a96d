"""pack list, update and migrate on the command line, against a practice endpoint that released a new version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from client.base.clock import SystemClock
from client.cli.app import main
from client.practice import Practice
from client.publishing import pack_offer
from client.usecases.home.enterprises import add
from client.usecases.home.opening import open_session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.pack import bundled_pack, load_pack
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.cli.conftest import FIRM, Run
from tests.newer_pack import VERSION, newer_pack

KEY = f"{FIRM}.JY.2025-09"


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    folder = newer_pack(tmp_path_factory.mktemp("packs"))
    offer = pack_offer(folder, note_zh="用电量改以千瓦时填报", note_en="Electricity in kWh")
    home = tmp_path_factory.mktemp("endpoint")
    with Practice(home, SystemClock(date(2025, 10, 9)), pack=load_pack(folder), offers=[offer]) as running:
        yield running


@pytest.fixture
def filled(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JIBAO_PASSPHRASE", "correct horse battery staple")
    with open_session(home) as session:
        add(session, FIRM, "惠州样本电子")
        outcome = open_draft(session, ReturnKey(FIRM, "JY", Period.parse("2025-09"))).type({"JY042": "12.34"})
        assert outcome is not None
        save(session, outcome.change).result()
    return home


def test_a_new_version_is_found_fetched_shown_confirmed_and_taken_back(
    practice: Practice, filled: Path, run: Run
) -> None:
    at = ("--home", filled)
    line = ("--profile", practice.profile_path, *at)
    status, answer = run("pack", "update", "--check", *line)
    assert (status, answer["details"]["newer"]) == (0, [VERSION])
    offered = answer["pack"]["versions"][-1]
    assert (offered["name"], offered["here"], offered["note"]["en"]) == (
        f"gd-eic/{VERSION}",
        False,
        "Electricity in kWh",
    )
    status, answer = run("pack", "update", *line)
    assert (status, answer["details"]) == (0, {"newer": [VERSION], "drafts": "1"})
    status, answer = run("pack", "update", *line)
    assert answer["details"]["newer"] == []

    status, answer = run("pack", "migrate", *at)
    (shown,) = answer["pack"]["migrations"]
    assert (status, shown["key"], shown["done"], shown["stays"]) == (0, KEY, False, "")
    assert shown["moved"] == [
        {"address": "JY042", "to": "JY042", "text": "12.34", "after": "123400.00", "problem": ""}
    ]
    assert answer["problems"][0]["code"] == "migrate.needs-yes"
    status, answer = run("pack", "migrate", "--yes", *at)
    assert (status, answer["pack"]["migrations"][0]["done"]) == (0, True)
    status, answer = run("pack", "migrate", *at)
    assert (answer["pack"]["migrations"], answer["problems"]) == ([], [])
    status, answer = run("pack", "migrate", "--undo", KEY, *at)
    assert (status, answer["details"]) == (0, {"taken_back": f"{KEY} {bundled_pack().version}"})
    status, answer = run("pack", "migrate", "--undo", KEY, *at)
    assert (status, answer["problems"][0]["code"]) == (2, "migrate.nothing-to-undo")


def test_a_person_reads_what_will_change(
    practice: Practice, filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", "update", "--profile", str(practice.profile_path), "--home", str(filled)]) == 0
    assert main(["pack", "migrate", "--home", str(filled)]) == 0
    said = capsys.readouterr().out
    for words in ("用电量改以千瓦时填报", "将换版", "JY042 12.34 → 123400.00", "VAT_RATE_MAX", "--yes"):
        assert words in said, said
    assert main(["pack", "list", "--home", str(filled)]) == 0
    assert f"gd-eic/{VERSION}" in capsys.readouterr().out


def test_without_a_line_the_version_at_hand_stays_and_the_status_says_try_later(
    practice: Practice, filled: Path, tmp_path: Path, run: Run
) -> None:
    spoken = json.loads(practice.profile_path.read_text("utf-8")) | {"base_url": "https://127.0.0.1:1"}
    gone = tmp_path / "gone.json"
    gone.write_text(json.dumps(spoken), "utf-8")
    status, answer = run("pack", "update", "--profile", gone, "--home", filled)
    assert (status, answer["problems"][0]["code"]) == (3, "net.refused")
    status, answer = run("pack", "update", "--home", filled)
    assert (status, answer["problems"][0]["code"]) == (2, "updates.no-source")


def test_the_same_version_from_a_share(practice: Practice, filled: Path, tmp_path: Path, run: Run) -> None:
    """The IT department copies the repository to a share; the endpoint itself is out of reach."""
    status, answer = run(
        "pack",
        "update",
        "--from",
        _copied(practice, tmp_path),
        "--profile",
        practice.profile_path,
        "--home",
        filled,
    )
    assert (status, answer["details"]["newer"]) == (0, [VERSION])


def _copied(practice: Practice, folder: Path) -> Path:
    """All the repository's files, as a mirror would fetch them."""

    def rows(connection: Any) -> list[tuple[str, bytes]]:
        found = connection.execute("SELECT name, data FROM kept WHERE name LIKE 'tuf/%'").fetchall()
        return [(str(row["name"]), bytes(row["data"])) for row in found]

    for name, data in practice._books.run(rows):
        path = folder / "share" / name.removeprefix("tuf/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "share"

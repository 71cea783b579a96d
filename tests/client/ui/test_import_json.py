"""``import --dry-run --json`` and the window say the same of a workbook, line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt

from client.cli.app import main
from client.tour.script import Sample
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.returns import ReturnKey

_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")
PASSPHRASE = "correct horse battery staple"
BEFORE = {"JY001": "1000000", "JY021": "一千"}
"""What is there already: a figure that differs, and something that is none."""


def test_the_window_shows_what_the_dry_run_prints(
    pilot,
    session: Session,
    story: Sample,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(session, story)
    pilot.drop(story.path)
    pilot.until(lambda: pilot.pages.importing.state == "review")
    review = pilot.pages.importing.review_part
    told = dry_run(story, tmp_path / "另一处", monkeypatch, capsys)
    assert [tuple(row) for row in shown(review.lines.rows_model)] == [said(line) for line in told["lines"]]
    assert review.left.rows_model.rowCount() == len(told["left"])
    assert [sheet.name for sheet in review.sheets.rows_model.rows] == [sheet["name"] for sheet in told["sheets"]]


def shown(model: QAbstractItemModel) -> Iterator[list[str]]:
    """Indicator, old, new and place as the window paints them, without the separators of thousands."""
    heads = [model.headerData(each, Qt.Orientation.Horizontal) for each in range(model.columnCount())]
    columns = [heads.index(each) for each in ("指标", "原值", "新值", "出处")]
    for row in range(model.rowCount()):
        texts = [str(model.data(model.index(row, column)) or "") for column in columns]
        old, new = map(without_separators, texts[1:3])
        yield [texts[0].partition(" · ")[0].rpartition(" ")[2], old, new, " ".join(texts[3].split(" ")[:3])]


def said(line: dict[str, Any]) -> tuple[str, ...]:
    """The same of a line of the answer."""
    _, _, place = line["place"].partition(" › ")
    return _CODE.findall(line["address"])[-1], line["old"] or "", line["new"], place


def without_separators(text: str) -> str:
    """A figure as a workbook would have it, without the unit below it; any other text as it stands."""
    figure = text.partition(" ")[0].replace(",", "")
    return figure if figure.replace(".", "").lstrip("-").isdecimal() else text


def fill(session: Session, story: Sample) -> None:
    enterprises.add(session, story.firm, story.name)
    outcome = open_draft(session, ReturnKey(story.firm, "JY", story.month)).type(BEFORE)
    assert outcome is not None
    save(session, outcome.change).result()


def dry_run(
    story: Sample, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """What the command line answers for a home with the same figures."""
    monkeypatch.setenv("JIBAO_PASSPHRASE", PASSPHRASE)
    with open_session(home, passphrase=PASSPHRASE) as own:
        fill(own, story)
    words = ["--enterprise", story.firm, "--period", str(story.month), "--home", str(home), "--dry-run", "--json"]
    main(["import", str(story.path), *words])
    (workbook,) = json.loads(capsys.readouterr().out)["workbooks"]
    return workbook

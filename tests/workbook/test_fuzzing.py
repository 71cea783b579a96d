"""A few of the spoilt workbooks of ``make.py bench fuzz-books``, which tries as many as one likes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.base.errors import UserError
from client.workbook import read
from client.workbook.reader.limits import Limits
from client.workbook.reader.worker import Worker
from tests.workbook import fuzzing
from tests.workbook.making.contents import CORPUS


@pytest.fixture
def reader() -> Iterator[Worker]:
    child = Worker()
    child.warm()
    yield child
    child.close()


def test_spoilt_workbooks_are_read_or_refused_by_name(tmp_path: Path, reader: Worker) -> None:
    tally = fuzzing.run(range(30), tmp_path, reader)
    assert not tally.faults
    assert tally.ends.total() == 30
    assert all(end == "read" or end.startswith("workbook.") for end in tally.ends)
    assert len(tally.ends) > 3


def test_a_mutation_follows_from_its_number_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    today = [fuzzing.spoilt(number) for number in range(20)]
    another_day = time.gmtime(2_000_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: another_day)
    assert [fuzzing.spoilt(number) for number in range(20)] == today
    assert len({fuzzing.spoilt(number) for number in range(50)}) > 45


def test_a_child_that_dies_is_replaced_and_named(tmp_path: Path, reader: Worker) -> None:
    plain = CORPUS / "plain.xlsx"
    assert read(plain, reader=reader).sheets
    before = reader.pid
    assert before is not None
    os.kill(before, getattr(signal, "SIGKILL", signal.SIGTERM))
    assert read(plain, reader=reader).sheets  # it died while idle: asked again, of a new one
    assert reader.pid != before


@pytest.mark.parametrize(
    ("limits", "codes"),
    [
        (Limits(seconds=0.001), {"workbook.timeout"}),
        (Limits(cells=10), {"workbook.too-large"}),
        (Limits(file_bytes=100), {"workbook.too-large"}),
        (Limits(unpacked_bytes=100), {"workbook.bomb"}),
        (Limits(parts=1), {"workbook.bomb"}),
    ],
)
def test_every_limit_ends_in_its_reason(limits: Limits, codes: set[str], reader: Worker) -> None:
    with pytest.raises(UserError) as caught:
        read(CORPUS / "plain.xlsx", limits, reader)
    assert caught.value.code in codes
    assert read(CORPUS / "plain.xlsx", reader=reader).sheets

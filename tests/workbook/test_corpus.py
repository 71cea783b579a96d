"""Every file of the corpus gives the values written beside it, or the reason; never a crash, never nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from client.base.errors import UserError
from client.workbook import Extraction, map_book, read
from client.workbook.reader.limits import MIB, Limits
from client.workbook.reader.worker import Worker
from forms.pack import bundled_pack
from forms.periods import Period
from tests.workbook.making.contents import CORPUS, FIRM

SIDECARS = sorted(CORPUS.glob("*.json"))
LIMITS = Limits(seconds=30, memory_bytes=1024 * MIB)


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    child = Worker()
    child.warm()
    yield child
    child.close()


def test_the_corpus_is_large_made_by_several_programs_and_complete() -> None:
    files = {path.name for path in CORPUS.iterdir() if path.suffix != ".json"}
    assert files == {path.name.removesuffix(".json") for path in SIDECARS}
    assert len(files) >= 60
    makers = Counter(json.loads(path.read_text("utf-8"))["made_by"].split()[0] for path in SIDECARS)
    assert len(makers) >= 8, makers


@pytest.mark.parametrize("sidecar", SIDECARS, ids=lambda path: path.name.removesuffix(".json"))
def test_values_or_reason(sidecar: Path, reader: Worker) -> None:
    told = json.loads(sidecar.read_text("utf-8"))
    path = sidecar.with_suffix("")
    if "refused" in told:
        with pytest.raises(UserError) as caught:
            _extract(path, told, reader)
        assert caught.value.code in told["refused"]
        assert path.name in caught.value.what("zh")
        return
    found = _extract(path, told, reader)
    assert _values(found) == told["values"]
    assert sorted(map(_place, found.left)) == told["left"]
    assert sorted(warning.code for warning in found.warnings) == told["warns"]


def _extract(path: Path, told: dict[str, Any], reader: Worker) -> Extraction:
    return map_book(read(path, LIMITS, reader), bundled_pack(), Period.parse(told["period"]), FIRM)


def _values(found: Extraction) -> dict[str, str]:
    return {
        " ".join(filter(None, (value.form, value.row_key, value.address))): value.text for value in found.values
    }


def _place(left: Any) -> str:
    where = f"{left.column or ''}{left.row or ''}" or left.sheet
    return f"{left.code}@{where}"

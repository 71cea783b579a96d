"""The published shape of every answer is the one the code gives."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from client.cli.results.answer import SCHEMA, Result, schema


def test_the_published_schema_is_the_codes_own(root: Path) -> None:
    """Written anew with: python -c "import json; from client.cli.results.answer import schema; …"."""
    published = json.loads((root / "resources" / "schemas" / "result.schema.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(schema()))


def test_an_answer_names_its_schema_and_has_every_key() -> None:
    answer = json.loads(msgspec.json.encode(Result(command="check", status=0)))
    assert answer["schema"] == SCHEMA
    assert set(answer) == set(Result.__struct_fields__)

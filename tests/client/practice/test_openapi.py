"""The published descriptions of the HTTP interface and of the sealed document are the code's own.

Written anew with: python -m tests.client.practice.test_openapi
"""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import yaml

from client.practice.app import OPERATIONS
from client.practice.openapi import TOLD, document
from client.protocol import strict_json
from client.protocol.messages import CellValue, Document, DocumentExplanation, NotApplicable

FILE = Path(__file__).parents[3] / "resources" / "protocol" / "openapi.yaml"
SEALED = FILE.with_name("document.schema.json")
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Sealed document",
    **msgspec.json.schema(Document),
}
"""Of the document that is sealed (C5, C15); it never goes over the line in the clear."""


def test_the_published_file_is_what_the_code_says() -> None:
    assert yaml.safe_load(FILE.read_text("utf-8")) == document()


def test_the_schema_of_what_is_sealed_is_the_code_s_own_and_holds_it() -> None:
    """A second party can check what it seals, and what it unseals, without the code."""
    published = json.loads(SEALED.read_text("utf-8"))
    assert published == SCHEMA
    validator = jsonschema.Draft202012Validator(published)
    cells: dict[str, CellValue] = {"JY001": "1234", "JY002": NotApplicable("本期无"), "JB020": ["a", "b"]}
    told = DocumentExplanation("C021", ["JY001"], "other", "淡季")
    whole = Document(cells, {"XM": []}, "更正", {"填表人": "张"}, [told], ["JY001"])
    validator.validate(json.loads(strict_json.encode(whole)))
    assert not validator.is_valid({"cells": {"JY001": 1234}}), "an amount is a decimal string"
    assert not validator.is_valid({"cells": {}, "figures": {}})


def test_every_operation_is_told() -> None:
    assert {operation for _, _, operation in OPERATIONS} == set(TOLD)
    for _, path, operation in OPERATIONS:
        assert path.startswith(("/v1/", "/tuf/"))
        assert TOLD[operation].summary


def test_every_schema_of_it_is_one() -> None:
    for schema in document()["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


if __name__ == "__main__":
    FILE.write_text(yaml.safe_dump(document(), allow_unicode=True, sort_keys=False, width=110), "utf-8")
    SEALED.write_text(json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n", "utf-8")

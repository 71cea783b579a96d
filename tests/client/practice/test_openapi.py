"""The published description of the HTTP interface is the code's own.

Written anew with: python -m tests.client.practice.test_openapi
"""

from __future__ import annotations

from pathlib import Path

import jsonschema
import yaml

from client.practice.app import OPERATIONS
from client.practice.openapi import TOLD, document

FILE = Path(__file__).parents[3] / "resources" / "protocol" / "openapi.yaml"


def test_the_published_file_is_what_the_code_says() -> None:
    assert yaml.safe_load(FILE.read_text("utf-8")) == document()


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

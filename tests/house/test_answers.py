"""What docs/answers.md says of answers is what the code gives."""

from __future__ import annotations

import re
from typing import get_args

from client.cli.app import COMMANDS_OF
from client.cli.convert.filing import gravest
from client.cli.pages.details import NAMES
from client.cli.results.answer import SCHEMA, Result
from client.usecases.returns.states import State
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "answers.md").read_text("utf-8")
CODES = set(re.findall(r"`([^`\s]+)`", PAGE))


def test_every_part_of_an_answer_is_named() -> None:
    assert set(Result.__struct_fields__) - CODES == set()
    assert SCHEMA in CODES


def test_every_detail_and_every_state_is_named() -> None:
    assert set(NAMES) - CODES == set()
    assert set(get_args(State)) - CODES == set()


def test_every_command_is_named_but_those_that_only_write_files() -> None:
    said = set(re.findall(r"`([a-z-]+)", PAGE))
    assert {name for names in COMMANDS_OF.values() for name in names} - said == {"template", "export"}


def test_the_most_pressing_status_is_told_in_order() -> None:
    [listed] = re.findall(r"decides: ([\d, ]+)\.", PAGE)
    told = [int(each) for each in listed.split(", ")]
    assert [gravest(told[at:]) for at in range(len(told))] == told
    assert set(told) | {130} == {int(each) for each in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}

"""The command line speaks both languages: whatever it says has its English in one catalogue, and none is idle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
import typer

from client.cli.app import command_line
from client.cli.spoken import english
from client.practice.faults import FAULTS
from client.usecases.returns.states import STATE_NAMES_ZH, state_name
from forms.words import PLACE
from tests.client.cli.help_texts import texts
from tests.house.plurals import PLURAL
from tests.house.source import Module, modules

HAN = re.compile(r"[㐀-鿿]|[，。；：（）].*[{}]|[{}].*[，。；：（）]", re.DOTALL)
"""Chinese words, or places set with Chinese signs."""

SPEAKING = ("client.cli", "client.tour")
DATA = frozenset({"张三 的数据"})
"""What is typed or named, not said."""
TABLES = {*FAULTS.values(), *STATE_NAMES_ZH.values()} | {
    state_name(each) for each in ("superseded", "withdrawn", "rejected-at-door")
}
"""Words of other packages that the command line says."""
IN_BOTH = frozenset({"Words", "Text"})


def speaking() -> list[Module]:
    return [each for each in modules() if each.name.startswith(SPEAKING) and each.name != "client.tour.self_test"]


def said(module: Module) -> Iterator[tuple[int, str]]:
    """Every text with Chinese in it, but for docstrings and what stands beside its English."""
    told = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    told |= {id(part) for node in ast.walk(module.tree) if in_both(node) for part in ast.walk(node)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and id(node) not in told and HAN.search(str(node.value)):
            yield node.lineno, str(node.value)


def in_both(node: ast.AST) -> bool:
    """Both languages written out: ``Words(…)``, ``Text(…)``, or a table whose keys are the languages."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in IN_BOTH
    keys = (
        {key.value for key in node.keys if isinstance(key, ast.Constant)} if isinstance(node, ast.Dict) else set()
    )
    return keys == {"zh", "en"}


@pytest.mark.parametrize("module", speaking(), ids=lambda module: module.name)
def test_what_a_command_says_has_its_english(module: Module) -> None:
    lacking = [f"{module.path.name}:{line}: {text}" for line, text in said(module) if text not in english()]
    assert [each for each in lacking if each.partition(": ")[2] not in DATA] == []


@pytest.mark.parametrize("module", speaking(), ids=lambda module: module.name)
def test_no_word_of_a_command_hides_in_an_f_string(module: Module) -> None:
    """There it has no English; a sentence with places is filled by ``told``."""
    plain = {id(part) for node in ast.walk(module.tree) if in_both(node) for part in ast.walk(node)}
    hidden = [
        f"{module.path.name}:{node.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.JoinedStr) and id(node) not in plain
        for part in node.values
        if isinstance(part, ast.Constant) and HAN.search(str(part.value))
    ]
    assert not hidden


@pytest.mark.parametrize("module", speaking(), ids=lambda module: module.name)
def test_no_part_of_an_answer_is_told_in_one_language(module: Module) -> None:
    """``.zh`` of a text is Chinese whatever was chosen."""
    if ".pages." in module.name:
        assert ".zh" not in module.text


def test_the_words_of_other_rooms_have_their_english() -> None:
    assert TABLES - set(english()) == set()


def test_english_keeps_every_place_and_counts_as_messages_do() -> None:
    for chinese, told in english().items():
        places = {match[1] for match in PLACE.finditer(chinese)}
        assert {match[1] for match in PLACE.finditer(told)} == places, chinese
        assert not PLURAL.search(told), told


def test_no_english_is_idle() -> None:
    helped = {text for command in [typer.main.get_command(command_line())] for text in texts(command)}
    written = {text for module in speaking() for _, text in said(module)} | TABLES | helped
    assert set(english()) - written == set()

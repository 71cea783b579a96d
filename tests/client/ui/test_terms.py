"""Words by key, in the language the window speaks when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from client.ui.ground.language import Translators
from client.ui.ground.terms import QT_TRANSLATE_NOOP, Terms, TonedTerms, Word
from client.ui.ground.words import kind_word, level_word, source_word, state_word

TERMS = Terms("words", {"paste": QT_TRANSLATE_NOOP("words", "粘贴")})
TONED = TonedTerms("words", {"ready": (QT_TRANSLATE_NOOP("words", "可报送"), "accent")})


@pytest.fixture
def translators(qapp: QApplication) -> Iterator[Translators]:
    made = Translators(qapp)
    yield made
    made.be_silent()


def test_a_table_speaks_the_language_in_force(translators: Translators) -> None:
    assert (TERMS["paste"], TONED["ready"]) == ("粘贴", Word("可报送", "accent"))
    translators.speak("en")
    assert (TERMS["paste"], TONED["ready"]) == ("Pasted", Word("Ready to file", "accent"))
    translators.speak("zh")
    assert TERMS.get("paste") == "粘贴"


def test_what_nobody_declared_is_an_error_or_stands_for_itself() -> None:
    with pytest.raises(KeyError):
        TERMS["dictated"]
    with pytest.raises(KeyError):
        TONED["lost"]
    assert TERMS.get("dictated", "dictated") == "dictated"
    assert TERMS.get("dictated") == ""
    assert TONED.get("lost", "lost") == Word("lost", "plain")


def test_words_of_the_window_are_such_tables(translators: Translators) -> None:
    assert (state_word("queued").text, level_word("query").text) == ("排队", "核实")
    assert (kind_word("point"), kind_word(None), source_word("somewhere")) == ("期末时点", "", "somewhere")
    translators.speak("en")
    assert (state_word("queued").text, level_word("query").tone) == ("Queued", "query")

"""What a return is called in a message: by form and period, never by its key."""

from __future__ import annotations

import ast

from client.usecases.home.session import Session
from client.usecases.returns.naming import words_of_key
from forms.periods import Period
from forms.returns import ReturnKey
from tests.filed import FIRM
from tests.house.source import modules


def test_a_return_is_called_by_form_and_period(session: Session) -> None:
    form = session.pack.forms["JY"]
    told = words_of_key(session, ReturnKey(FIRM, "JY", Period.parse("2025-09")))
    assert told.zh == f"《{form.name}》2025年9月"
    assert told.en == f"“{form.name_en}” for 2025-09"


def test_a_form_that_is_asked_no_more_is_called_by_its_code(session: Session) -> None:
    assert words_of_key(session, ReturnKey(FIRM, "ZZ", Period.parse("2025-09"))).zh == "《ZZ》2025年9月"


def test_no_use_case_puts_a_raw_key_into_a_message() -> None:
    raw = {"key", "return_key"}
    for module in (each for each in modules() if each.name.startswith("client.usecases")):
        for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call) and node.args):
            code = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
            if isinstance(code, str) and code.startswith(("filing.", "merge.", "migrate.", "attach.")):
                for word in call.keywords:
                    if word.arg == "key":
                        said = getattr(word.value, "attr", "")
                        assert said not in raw, f"{module.name}:{call.lineno} shows a key"

"""What a person does again and again at the window, by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.journeys.hands import Hands

Key = Qt.Key


def open_due(hands: Hands, *line: str) -> None:
    """From the desk to the return of a line."""
    hands.ctrl(Key.Key_1)
    hands.wait_at("due")
    hands.go_to_line(*line)
    hands.press(Key.Key_Return)
    hands.wait_at("sheet")
    pilot = hands.pilot
    pilot.until(lambda: pilot.entry.work is not None and pilot.draft.form.code == line[0])
    pilot.settle()


def correct(hands: Hands, address: str, text: str) -> None:
    """Another figure in the return of the month."""
    hands.ctrl(Key.Key_4)
    hands.pilot.settle()
    hands.tab_to("preflight")
    hands.go_to_line("JY", "查看")
    hands.press(Key.Key_Return)
    hands.wait_at("sheet")
    put(hands, address, text)


def put(hands: Hands, address: str, text: str) -> None:
    """Type a figure into the return that is open."""
    hands.ctrl(Key.Key_F)
    hands.type(address)
    hands.press(Key.Key_Return, Key.Key_Escape)
    hands.pilot.keys(text)
    hands.press(Key.Key_Return)
    hands.pilot.settle()


def file(hands: Hands, reason: str = "") -> str:
    """File the month; answers what is said afterwards."""
    filing = hands.pilot.pages.sending.filing
    hands.ctrl(Key.Key_4)
    hands.pilot.settle()
    if reason:
        hands.tab_to("correctionReason")
        hands.type(reason)
    hands.tab_to("send")
    hands.press(Key.Key_Return)
    hands.pilot.until(lambda: not filing.busy)
    hands.pilot.settle()
    return str(filing.banner.text)


def turn_to(hands: Hands, name: str, code: str) -> None:
    """Take another enterprise in hand, by its list."""
    hands.ctrl(Key.Key_7)
    hands.pilot.until(lambda: hands.pilot.child("firmsTable").model().rowCount() == 2)
    hands.tab_to("firmsTable")
    hands.go_to_line(name)
    hands.press(Key.Key_Return)
    hands.pilot.until(
        lambda: hands.pilot.window.conductor.context.firm == code and hands.pilot.window.shell.at == "desk"
    )
    hands.pilot.until(lambda: hands.pilot.pages.desk.desk is not None and hands.at == "due")

"""The page of filing, gone to and read."""

from __future__ import annotations


def shown_states(pilot) -> dict[str, str]:
    return {row.form: row.state for row in pilot.pages.sending.table.rows_model.rows}


def go_to_sending(pilot) -> None:
    pilot.click("goSend")
    pilot.until(lambda: pilot.pages.sending._preflight is not None)

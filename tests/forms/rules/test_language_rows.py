"""The rule language over rows: lists, child tables, one rule for several lines."""

from __future__ import annotations

import pytest

from tests.forms.rules.desk import Desk

ROWS = """
    PR 2025-09
    PR[a].PR001 = A-1
    PR[a].PR002 = 甲项目
    PR[a].PR003 = 30
    PR[a].PR004 = 30
    PR[a].PR005 = 7
    PR[b].PR001 = B-1
    PR[b].PR003 = 70
    PR[b].PR004 = 60
    PR[b].PR005 = 3
    PR[c].PR001 = A-1
    PR[c].PR003 = 20
"""


def test_rows_one_by_one_and_together() -> None:
    Desk(
        """
        rule each@PR: PR004 >= PR003
        rule total@PR: sum(PR003) = 120
        rule where@PR: sum(PR003 where PR005 = "3") = 70 | missing decide
        rule count@PR: count(PR) = 3
        rule filled@PR: count(PR004) = 2
        rule unique@PR: unique(PR001)
        rule own@PR: unique(PR001) | scope row
        rule all@PR: every(PR003 > 10)
        rule some@PR: any(PR003 > 60)
        rule largest@PR: largest(PR003) = 70 and smallest(PR003) = 20
        rule name@PR: largest(PR003, PR001) = "B-1"
        rule mean@PR: mean(PR003) = 40
        rule median@PR: median(PR003) = 30
        rule part@PR: PR003 <= sum(PR003)
        """
        + ROWS
        + """
        expect each pass a
        expect each fail b
        expect each n/a c
        expect total pass
        expect where undecided
        expect count pass
        expect filled pass
        expect unique fail
        expect own fail a
        expect own pass b
        expect own fail c
        expect all pass
        expect some pass
        expect largest pass
        expect name pass
        expect mean pass
        expect median pass
        expect part pass a
        expect part pass b
        """
    ).verify()


def test_rows_are_followed_over_time_by_their_key() -> None:
    """A row is the one with the same code, whatever row id it was given; without a code the id counts."""
    Desk(
        "rule R1@PR: PR004 >= previous(PR004)"
        + ROWS
        + """
        PR 2025-08
        PR[x].PR001 = B-1
        PR[x].PR004 = 61
        PR[a].PR004 = 29
        PR[c].PR001 = Z-9
        PR[c].PR004 = 9999
        expect R1 pass a
        expect R1 fail b
        expect R1 n/a c
        """
    ).verify()


def test_child_tables() -> None:
    Desk("""
        rule each: AA013.valid >= period
        rule every: every(blank(AA013.valid) or AA013.valid >= period) | missing decide
        rule count: count(AA013) = 3 and count(AA013 where AA013.level = "7") = 2
        rule filled: filled(AA013)
        rule whole: filled(AA012)
        AA 2025-09
        AA013[x].level = 7
        AA013[x].valid = 2026-01
        AA013[y].level = 7
        AA013[y].valid = 2025-01
        AA013[z].level = 3
        expect each pass x
        expect each fail y
        expect each n/a z
        expect every fail
        expect count pass
        expect filled pass
        expect whole fail
    """).verify()


def test_child_tables_of_rows() -> None:
    Desk("""
        rule shares@PR: sum(PR006.share) = 100
        rule named@PR: if PR005 = "7" then filled(PR006)
        rule total@PR: sum(sum(PR006.share)) = 160
        rule each@PR: PR006.share <= 60
        PR 2025-09
        PR[a].PR005 = 7
        PR[a].PR006[1].share = 70
        PR[a].PR006[2].share = 30
        PR[b].PR005 = 7
        PR[b].PR006[1].share = 60
        PR[c].PR005 = 7
        expect shares pass a
        expect shares fail b
        expect named pass b
        expect named fail c
        expect total pass
    """).verify()


def test_rows_of_another_form_against_this_row() -> None:
    Desk("""
        rule R1: any(PR001 = AA016)
        rule R2: every(PR003 <= AA001)
        AA 2025-09
        AA016 = B-1
        AA001 = 100
        PR 2025-09
        PR[a].PR001 = A-1
        PR[a].PR003 = 5
        PR[b].PR001 = B-1
        PR[b].PR003 = 500
        expect R1 pass
        expect R2 fail
    """).verify()


def test_one_rule_for_several_lines() -> None:
    desk = Desk("""
        rule R1: it >= previous(it) | each AA001 AA002 AA003
        AA 2025-09
        AA001 = 5
        AA002 = 5
        AA 2025-08
        AA001 = 4
        AA002 = 6
        AA003 = 1
    """)
    assert [(r.code, r.outcome) for r in desk.outcomes()] == [
        ("AA001", "pass"),
        ("AA002", "fail"),
        ("AA003", "not_applicable"),
    ]


def test_one_rule_for_last_years_column_of_several_lines() -> None:
    desk = Desk("""
        rule R1: it@ly = last_year(it) | each AA001 AA002 AA003
        AA 2025-09
        AA001@ly = 5
        AA002@ly = 7
        AA003@ly = 1
        AA 2024-09
        AA001 = 5
        AA002 = 6
    """)
    assert [(r.code, r.outcome) for r in desk.outcomes()] == [
        ("AA001", "pass"),
        ("AA002", "fail"),
        ("AA003", "not_applicable"),
    ]


def test_rows_are_counted_by_a_condition_on_the_row_at_hand() -> None:
    Desk("""
        rule R1@QR: count(PR where PR001 = QR001) > 0
        rule R2@QR: sum(PR003 where PR001 = QR001) <= QR002
        QR 2025-09
        QR[a].QR001 = A-1
        QR[a].QR002 = 10
        QR[b].QR001 = B-1
        QR[b].QR002 = 10
        QR[c].QR001 = C-1
        PR 2025-09
        PR[a].PR001 = A-1
        PR[a].PR003 = 5
        PR[b].PR001 = B-1
        PR[b].PR003 = 6
        PR[c].PR001 = B-1
        PR[c].PR003 = 6
        expect R1 pass a
        expect R1 pass b
        expect R1 fail c
        expect R2 pass a
        expect R2 fail b
        expect R2 n/a c
    """).verify()


@pytest.mark.parametrize("expression", ["period@ly = AA011", "LOW@ly > 1", "months@ly > 1"])
def test_only_an_indicator_has_a_column(expression: str) -> None:
    (result,) = Desk(f"rule R1: {expression}\n AA 2025-09").outcomes()
    assert result.outcome == "undecided"
    assert expression.partition("@")[0] in result.reason_zh


def test_a_blank_in_the_condition_of_a_count_is_what_the_rule_takes_it_for() -> None:
    """Row c has no PR004 and no PR005: a count leaves it out, unless blanks are zeros."""
    Desk(
        """
        rule skip@PR: count(PR where PR004 < 50) = 1
        rule decide@PR: count(PR where PR004 < 50) = 1 | missing decide
        rule zero@PR: count(PR where PR004 < 50) = 2 | missing zero
        rule argument@PR: count(PR004 where PR003 > 0) = 2 | missing zero
        rule sum@PR: sum(PR003 where PR004 < 50) = 50 | missing zero
        """
        + ROWS
        + """
        expect skip pass
        expect decide pass
        expect zero pass
        expect argument pass
        expect sum pass
        """
    ).verify()

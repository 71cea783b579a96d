"""The refusals of a workbook that a person's choice of sheet, column, unit or period may settle."""

ASKED = frozenset(
    f"workbook.{each}"
    for each in (
        *("foreign-currency", "two-units", "which-column", "columns-other-period", "month-alone", "span"),
        *("branches", "firms", "which-sheet", "not-actual"),
    )
)

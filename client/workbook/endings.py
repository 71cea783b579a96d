"""Ends of names of files that may be workbooks; what a file really is, its content tells."""

TEXT = (".csv", ".tsv", ".txt")
"""A text with one of these may be a table."""
SUFFIXES = frozenset(
    (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".et", ".ods", ".fods", *TEXT, ".mht", ".mhtml", ".htm", ".html")
)
"""What a person may open or drop."""
IN_FOLDERS = SUFFIXES - {".txt", ".htm", ".html"}
"""What is taken of a whole folder, where texts and pages are mostly something else."""

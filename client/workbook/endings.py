"""Ends of names of files that may be workbooks; what a file really is, its content tells."""

TEXT = (".csv", ".tsv", ".txt", ".prn")
"""A text with one of these may be a table."""
SUFFIXES = frozenset(
    (
        *(
            ".xlsx",
            ".xlsm",
            ".xltx",
            ".xltm",
            ".xls",
            ".xlt",
            ".xlsb",
            ".et",
            ".ett",
            ".ods",
            ".ots",
            ".fods",
            *TEXT,
        ),
        *(".xml", ".mht", ".mhtml", ".htm", ".html"),
    )
)
"""What a person may open or drop."""
IN_FOLDERS = SUFFIXES - {".txt", ".prn", ".xml", ".htm", ".html"}
"""What is taken of a whole folder, where texts and pages are mostly something else."""

"""Make the corpus anew: ``python -m tests.workbook.making``."""

from __future__ import annotations

from tests.workbook.making import by_hand, with_openpyxl, with_others
from tests.workbook.making.contents import CORPUS

if __name__ == "__main__":
    CORPUS.mkdir(exist_ok=True)
    with_openpyxl.make()
    by_hand.make()
    with_others.make()

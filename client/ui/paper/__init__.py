"""打印: forms and receipts on paper, seen before they are printed."""

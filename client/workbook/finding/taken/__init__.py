"""What was taken from a workbook and what was left, what a person chose, and what is remembered of it."""

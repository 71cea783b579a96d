"""导入: what a workbook would change, before it does."""

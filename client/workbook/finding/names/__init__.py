"""What people write in a workbook, and what of the pack it names."""

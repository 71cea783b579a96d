"""From a sheet to values: lists, lines, child tables, months."""

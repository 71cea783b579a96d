"""Cells, records and changes as compact bytes, and back."""

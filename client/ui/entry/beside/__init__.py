"""Beside the grid: what an indicator means and what became of its value."""

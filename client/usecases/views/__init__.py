"""Figures looked at: the desk, pictures, paper, tables for other programs, totals of a group."""

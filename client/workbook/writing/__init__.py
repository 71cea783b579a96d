"""Workbooks out: templates, marked copies, tables for other programs."""

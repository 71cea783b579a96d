"""Workbooks in and out: reading in a guarded child process, finding one's way in a sheet, mapping, templates."""

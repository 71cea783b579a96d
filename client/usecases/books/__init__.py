"""Workbooks in and out: planned, looked at, taken, taken back; templates and marked copies."""

"""Newer definitions and a newer program: found, proven, brought, gone over to."""

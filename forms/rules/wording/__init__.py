"""A rule in words: what it says, and what this return makes of it, in both languages."""

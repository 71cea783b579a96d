"""Filling in a return: typing, checking, explaining, mending, looking back."""

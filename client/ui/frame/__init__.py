"""The window around the pages, and what it says when something is wrong."""

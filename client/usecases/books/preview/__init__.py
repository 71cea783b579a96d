"""Lines of the preview: a value or a long list each, the row of the return it goes to, and what is doubtful."""

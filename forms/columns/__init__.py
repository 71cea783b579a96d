"""The second compilation of a rule: numpy columns for long lists and many enterprises at once."""

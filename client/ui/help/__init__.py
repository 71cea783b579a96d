"""帮助: read inside the program."""

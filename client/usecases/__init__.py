"""What the program can do, without saying who asks: window, command line and tour stand on the same functions."""

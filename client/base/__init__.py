"""What every floor of the program uses: errors, paths, clock, logging."""

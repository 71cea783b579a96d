"""What every layer of the program uses: errors, paths, clock, logging."""

"""开始: the first run, step by step, on the desk of a new home."""

"""The encrypted file: opened, copied, divided, proven, and read after damage."""

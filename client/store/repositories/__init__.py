"""What the store keeps, a repository each, and what binds them together."""

"""What the endpoint keeps, in SQLite or PostgreSQL."""

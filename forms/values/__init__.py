"""Values: exact numbers, their units, the tolerant reading of what people type, and the form they are kept in."""

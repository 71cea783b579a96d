"""单位: the enterprises of this home."""

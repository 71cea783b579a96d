"""The published shapes of answers (``resources/schemas/result.schema.json``)."""

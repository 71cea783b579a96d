"""From what the use cases answer to the published shapes."""

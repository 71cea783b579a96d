"""The commands, one function each: a thin wrapper around a use case."""

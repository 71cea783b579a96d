"""The program's version, in one place; ``pyproject.toml`` is held to it by a test."""

VERSION = "0.1.0"

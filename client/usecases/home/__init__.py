"""An opened home: its lock, keys, stores, enterprises and settings."""

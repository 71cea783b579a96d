"""What a person reads of an answer."""

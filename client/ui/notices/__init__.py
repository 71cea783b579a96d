"""通知: what the bureau told."""

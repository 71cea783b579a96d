"""The wire: how the client reaches an endpoint, whom it believes there, and what each failure is called."""

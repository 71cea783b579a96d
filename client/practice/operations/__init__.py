"""What the endpoint can be asked, an operation each."""

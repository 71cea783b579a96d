"""What client and endpoint say to each other: messages, exact bytes, sealing, signing, verifying. No I/O."""

"""Building, signing and checking the Windows package; nothing of it is packed."""

"""报送: what stands in the way, the sending, the receipt."""

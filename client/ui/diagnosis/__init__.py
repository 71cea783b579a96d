"""诊断: from the disk to the endpoint, what stands in the way and what to do about it."""

"""工作台: what is due and where each return stands."""

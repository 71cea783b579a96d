"""汇总: the returns of several enterprises added up, down to each figure."""

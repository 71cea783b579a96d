"""汇总: the returns of many enterprises added up, with a way down to each figure."""

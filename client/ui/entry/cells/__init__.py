"""What stands in a grid: its models, and what each cell looks like."""

"""Below the grid: findings, their cause, their repair and their explanation; above it the verdict."""

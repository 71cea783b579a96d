"""填报: the grid, the definition beside it and the findings below it."""

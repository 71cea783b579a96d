"""One kind of file each, and what its sheets say that the fast reader does not tell. Runs inside the child."""

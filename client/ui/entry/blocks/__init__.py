"""Blocks of cells, copied, pasted and filled, and the return they go to."""

"""What rules run over: records as typed columns, made of returns, of an imported list, or of cells."""

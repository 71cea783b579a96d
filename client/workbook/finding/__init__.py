"""Which cell belongs where: layout, labels, units, periods, choices and profiles."""

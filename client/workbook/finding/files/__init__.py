"""Files of records of one form of any pack."""

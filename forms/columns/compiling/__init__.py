"""From a tree to functions over a batch of rows: what columns can say of an expression, and what they refuse."""

"""From a tree to closures over a scope: the compilation that says what a rule gives, figure by figure."""

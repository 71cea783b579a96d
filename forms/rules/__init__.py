"""The rule language: read to a tree, compiled to closures, told in words. Nothing of a pack is ever executed."""

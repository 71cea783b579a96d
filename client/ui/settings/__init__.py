"""设置: every setting, made from its declaration."""

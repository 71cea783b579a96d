"""The grid as a widget: keys, painting, editors, frozen column, filter."""

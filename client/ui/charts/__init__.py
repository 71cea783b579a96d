"""图表: an enterprise's figures over time, for those who would rather look. Loads pyqtgraph when opened."""

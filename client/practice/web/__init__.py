"""A request on its way in: limits, who is asking, the shape of the answer."""

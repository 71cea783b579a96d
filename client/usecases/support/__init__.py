"""What support asks for: a diagnosis and a bundle, without a figure."""

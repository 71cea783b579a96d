"""What a sheet says about itself: layout, headings, units, months."""

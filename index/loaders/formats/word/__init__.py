"""Word documents: their parts, and in them every element that bears text, once and as it is displayed."""

"""Seeing inside without reading along: structured logs and metrics that hold no text of anybody."""

"""Evidence: the windows that a generator reads, and the points, which need no generator."""

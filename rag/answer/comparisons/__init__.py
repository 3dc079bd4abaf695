"""Comparisons: the two sides of one, and what the articles say of each."""

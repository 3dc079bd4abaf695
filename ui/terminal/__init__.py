"""Looks of the terminal, and what is left of them in a pipe."""

"""Corrections: what is taken back, what is right instead, and the newest of several values."""

"""Answers that a generator writes: what it reads, what it writes, and each sentence judged."""

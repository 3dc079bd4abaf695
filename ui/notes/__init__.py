"""Notes: what a reader pins from answers and articles under a name, and what they write beside it."""

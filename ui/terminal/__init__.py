"""How things look in a terminal, and what is left of it in a pipe."""

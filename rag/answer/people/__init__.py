"""People: who says something and who is meant, by his name, his office or his own text."""

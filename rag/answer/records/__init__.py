"""Records: what is answered whole, the items of a list and the tasks and decisions of a meeting."""

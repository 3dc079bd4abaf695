"""Files are read in a child process that a hostile file can crash, stall or fill up."""

"""Text that a reader of the file does not see, found and left out."""

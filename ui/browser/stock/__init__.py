"""What is done to the library on the page: documents arrive, are taken in, watched, removed and brought back."""

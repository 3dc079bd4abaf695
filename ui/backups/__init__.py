"""A home saved into one file or folder, and brought back: the library, the documents, and what its readers keep."""

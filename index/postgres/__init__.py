"""A library on a PostgreSQL server with pgvector: the same tables as in a file, and search in the same transactions."""

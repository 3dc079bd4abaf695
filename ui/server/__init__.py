"""The server: its door (who may come in, from where, with how much), and the routes that programs use."""

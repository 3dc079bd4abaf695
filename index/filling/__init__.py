"""Filling a library: its articles follow the files of folders, and are split and embedded anew when asked."""

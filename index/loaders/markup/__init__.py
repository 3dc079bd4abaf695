"""Elements of a page as text that keeps what they mean."""

"""Views: pure functions from what is known to markup; all text is escaped in `markup`."""

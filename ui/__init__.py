"""People in front of it: browser, terminal."""

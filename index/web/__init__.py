"""Pages and feeds of the web, fetched once when they are added, never when a question is answered."""

"""Overviews: of a topic, of one article, or of all articles of some days, and what an article is about."""

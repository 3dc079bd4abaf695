"""Conversations that are kept: named, searched, exported, judged and deleted; nothing here knows a browser page."""

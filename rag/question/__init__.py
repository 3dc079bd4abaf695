"""From what was asked to a stand-alone question of a kind: dates, follow-ups, parts, kinds."""

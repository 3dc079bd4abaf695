"""Answers in the order of time: timelines, a night by its hours, a matter day by day, a round-up of some days."""

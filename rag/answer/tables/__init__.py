"""Answers that tables give: rows that fit, and departures of timetables."""

"""Courses and searches in the formats of others: schema.org, RSS, iCalendar, OOAPI, ELM, open data."""

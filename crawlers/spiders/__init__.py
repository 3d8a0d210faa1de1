"""Spiders: how the pages of a source are found. What a page says is a reader's work."""

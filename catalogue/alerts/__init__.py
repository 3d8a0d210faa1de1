"""Alerts: a saved search by e-mail, asked for twice (on the page and from the mailbox) and ended with one click."""

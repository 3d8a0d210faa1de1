"""Promises of the normaliser, one module per subject."""

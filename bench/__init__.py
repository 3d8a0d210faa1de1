"""Measurements: how fast and how good, as ratios of one run."""

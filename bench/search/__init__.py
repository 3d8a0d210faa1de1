"""How fast searching is, beside the engine alone: `make bench-search`."""

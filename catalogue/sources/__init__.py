"""Where courses come from: a declaration for each source, and what its editors decide about it."""

"""Search beside the engine: the same answers from the database, and the log of what is asked."""

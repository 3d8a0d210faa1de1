"""Server time of the pages on careers and funding, on a large catalogue."""

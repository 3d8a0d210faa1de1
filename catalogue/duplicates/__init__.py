"""One course that several sources offer."""

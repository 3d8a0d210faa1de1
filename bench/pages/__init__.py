"""How fast the public pages are for a reader with a slow machine."""

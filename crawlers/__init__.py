"""Fetch a page or a feed and read it into `RawCourse`s. Reading is pure: bytes and URL in, quoted text out."""

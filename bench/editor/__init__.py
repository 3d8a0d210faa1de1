"""What the editors' pages cost at 100,000 courses and 5,000 open questions, and what editors cost the crawl."""

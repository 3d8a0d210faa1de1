"""The domain: tables, normaliser, ingest, curation, portals and the index. Knows neither Scrapy nor FastAPI."""

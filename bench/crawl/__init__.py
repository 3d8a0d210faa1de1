"""How fast a crawl is beside bare Scrapy, on the same pages of the same server."""

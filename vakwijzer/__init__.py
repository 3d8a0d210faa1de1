"""The command `vakwijzer`: the one place that puts crawlers, catalogue, search_api and scheduler together."""

"""The engine (Meilisearch): the only part of the project that knows it."""

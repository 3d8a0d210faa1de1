"""How well search answers what people type: `make relevance`. Judged queries: `queries.yaml`, and four kept apart."""

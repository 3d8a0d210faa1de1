"""How well search answers what people type: `make relevance`. Judged queries: `queries.yaml`, `held_out.yaml`, `blind.yaml`."""

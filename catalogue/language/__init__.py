"""Dutch words of the trades: spelling, inflection, compounds, families, synonyms. Pure; manual: docs/search.md."""

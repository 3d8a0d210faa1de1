"""FastAPI: the public JSON API, the portals' pages, the widget and the editors' pages."""

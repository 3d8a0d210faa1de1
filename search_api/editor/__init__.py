"""The editors' pages at `/redactie/`: server-rendered, without JavaScript, in Dutch and English."""

from search_api.editor.router import editor_router
from search_api.editor.sessions import session_middleware_options

__all__ = ["editor_router", "session_middleware_options"]

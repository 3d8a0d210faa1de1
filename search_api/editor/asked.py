"""What an address or a form asks for, so that any database can be asked: plain text, a number, a page of a list."""

from starlette.requests import Request

MOST_FIGURES = 9  # of a number: the columns hold no more


def printable(text: str) -> str:
    """`text` without signs that a database refuses to be asked for."""
    return "".join(sign for sign in text if sign.isprintable())[:200].strip()


def number(text: str) -> int | None:
    """The whole number that is written; None for anything else, and for one that nothing can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_FIGURES else None


def page_number(request: Request) -> int:
    """The page asked for with `?pagina=`; 1 for anything that is no number."""
    return number(request.query_params.get("pagina", "")) or 1

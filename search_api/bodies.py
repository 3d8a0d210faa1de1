"""Small bodies of requests, read no further than they may be long."""

from fastapi import Request

from search_api.problems import Problem

MOST_BYTES = 4096


async def small_body(request: Request, most: int = MOST_BYTES) -> bytes:
    """The body of the request. Raises `Problem` 413 for one of more than `most` bytes, without reading the rest."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise Problem(413, f"The body is too long: at most {most} bytes.")
    return bytes(body)

"""Pages go over the wire compressed: they are a third of that, and phones at an outlet have slow days."""

from __future__ import annotations

import gzip
from typing import Final

from flask import Request, Response

LEAST: Final = 1_000  # bytes; less would not fit into fewer packets
# Half the time of the highest level, and hardly more to send.
LEVEL: Final = 5


def packed(response: Response, request: Request) -> Response:
    """A page as its browser takes it. What is passed on from the API, and files, are what they are.

    Compressing tells nobody a secret by its length (BREACH): no page holds one, forms have no tokens.
    """
    if response.mimetype != "text/html" or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0 and len(page := response.get_data()) >= LEAST:
        response.set_data(gzip.compress(page, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response

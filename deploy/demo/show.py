"""An answer of the API for whoever reads a terminal, `curl -si … | show`, or one value of it, `… | show "it['id']"`."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

TOLD = ("Location", "ETag", "Link", "Idempotent-Replayed", "Retry-After")
NOTHING = "没有应答：make status 查看各进程，make up 启动 · no answer: see make status; make up starts everything"


def main(source: BinaryIO, expression: str = "") -> int:
    """Print it: status, the headers that tell something and the JSON in lines, or the expression's value alone.

    Gives 1 when there is no answer, or not that value in it.
    """
    headers: Any = {}
    first = source.readline().decode()
    if first.startswith("HTTP/"):
        # Only where there are some: it takes longer than everything else, and a tour asks for dozens of values.
        from http.client import parse_headers  # noqa: PLC0415

        headers, body = parse_headers(source), source.read()
    else:
        body = first.encode() + source.read()
    if not first:
        print(NOTHING, file=sys.stderr)
        return 1
    it = json.loads(body) if body else None
    if expression:
        return value(expression, it, headers)
    if first.startswith("HTTP/"):
        print(first.strip(), *(f"{name}: {headers[name]}" for name in TOLD if name in headers), sep="\n", end="\n\n")
    if body:
        print(readable(it), end="\n\n")
    return 0


def value(expression: str, it: Any, headers: Any) -> int:
    """Print what the expression gives; an answer without it, such as a refusal, is told as a whole."""
    try:
        # Typed by whoever runs it, as any other Python on their command line.
        found = eval(expression, {"it": it, "headers": headers})  # noqa: S307
    except (LookupError, TypeError, StopIteration):
        print(readable(it), file=sys.stderr)
        return 1
    print(readable(found))
    return 0


def readable(value: Any) -> str:
    """A text as it is, anything else as JSON in lines."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, *sys.argv[1:]))

"""`python -m jingmei_client.generate`: write the methods anew from the OpenAPI document (`make client`).

Without an argument the document is the one of the gateway beside this package, which need not run; otherwise
a file or an address. With `--check` nothing is written: the exit code says whether the files are in step.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import requests

from jingmei_client.document import Document
from jingmei_client.writing import written

AREAS = Path(__file__).parent / "areas"


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 1 when `--check` finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m jingmei_client.generate", description=__doc__)
    parser.add_argument("document", nargs="?", default="", help="openapi.json: a file or an address")
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    told = parser.parse_args(arguments)
    files = written(Document(load(told.document)))
    differs = out_of_step(files)
    if not told.check:
        write(files)
    for name in differs:
        sys.stderr.write(f"{'differs' if told.check else 'written'}: {AREAS.name}/{name}\n")
    return int(told.check and bool(differs))


def load(source: str) -> dict[str, Any]:
    """The document. Raises: OSError, requests.RequestException, ValueError."""
    if not source:
        return of_the_gateway()
    if source.startswith(("http://", "https://")):
        answer = requests.get(source, timeout=30)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    else:
        found = json.loads(Path(source).read_text(encoding="utf-8"))
    return found


def of_the_gateway() -> dict[str, Any]:
    """The document of the gateway's source, as it serves it; nothing is started or connected to."""
    from jingmei.checks import openapi_document  # noqa: PLC0415 (only where the server's code is)

    found: dict[str, Any] = json.loads(json.dumps(openapi_document()))
    return found


def out_of_step(files: dict[str, str]) -> list[str]:
    """The files that are not as they should be, among them those that should not be there."""
    there = {path.name: path.read_text(encoding="utf-8") for path in AREAS.glob("*.py")}
    return sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))


def write(files: dict[str, str]) -> None:
    """Have these files there and no others."""
    AREAS.mkdir(exist_ok=True)
    for path in AREAS.glob("*.py"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (AREAS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

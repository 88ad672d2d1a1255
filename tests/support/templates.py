"""Templates of pages, compiled once for all processes of tests, as Python's own files are.

Jinja takes 4.7 s of CPU for all of the console's, and each gateway that shows pages, and each module of tests with a
console of its own, paid for those that it shows.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests.support.servers import ON_DISK, ROOT

# What is compiled depends on how the templates are read, too, which is written there.
READERS = (ROOT / "console" / "app.py", ROOT / "console" / "templating.py")


def keep_compiled(home: Path = ON_DISK) -> Path:
    """Have every application made from here on in this process keep what it compiles; gives the folder."""
    digest = hashlib.sha256(version("jinja2").encode())
    for path in READERS:
        digest.update(path.read_bytes())
    folder = home / f"templates-{digest.hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    # Jinja itself compares a template's text with the one that was compiled.
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}
    return folder

"""The pages, one module an area, each with its `PAGES`."""

from __future__ import annotations

import importlib
import pkgutil

from tests.console.page import Page


def pages() -> list[Page]:
    """All of them."""
    found: list[Page] = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        found += importlib.import_module(f"{__name__}.{info.name}").PAGES
    return found

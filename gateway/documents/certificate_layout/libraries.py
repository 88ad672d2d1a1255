"""How WeasyPrint finds its libraries: at once, by the names of their files."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def by_file_names() -> Iterator[None]:
    """Nothing is searched for meanwhile.

    WeasyPrint tries each library under the names of several systems. For each that is no file's, cffi has
    `ctypes.util.find_library` start ldconfig, a compiler and a linker, which was a fifth of the time for a certificate;
    on Linux the name of the file is tried, too, and needs no search.
    """
    if sys.platform != "linux":
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search

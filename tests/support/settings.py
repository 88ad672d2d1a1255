"""The settings of whoever runs the tests are not theirs, and no test hands its own to the next.

A setting that is there by chance makes a process start that was to refuse, and leaves another unnamed that was to be
missed: a shell that has read `.jingmei/local/env`, or `jingmei` called in the test's own process, which reads it too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from shared.settings import PREFIX

# Tests speak to a single service as programs would, and have no keys; the whole stack of `tests/e2e` has.
TAKEN = {f"{PREFIX}UNSIGNED": "true"}


def present() -> dict[str, str]:
    """The settings in the environment of this process."""
    return {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}


def put_back(settings: dict[str, str]) -> None:
    """Have exactly these in the environment."""
    for name in present():
        del os.environ[name]
    os.environ.update(settings)


def changed(before: dict[str, str]) -> list[str]:
    """The names of those that are not as they were."""
    now = present()
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


@contextmanager
def kept() -> Iterator[None]:
    """Whatever happens to them in between, they are the same afterwards."""
    before = present()
    try:
        yield
    finally:
        put_back(before)

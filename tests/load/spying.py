"""Where our processes spend their processor time, by layer: sampled by py-spy (https://github.com/benfred/py-spy).

A sample belongs to the innermost frame that is of a package or of ours; what the standard library does, it does for
its caller. Threads that wait are no samples. To look into a process wants root, or a kernel that lets parents do it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

RATE: Final = 200  # samples a second
PATIENCE: Final = 60.0
OURS: Final = "ours"
OTHER: Final = "other"
# Packages by the folder in which they are installed.
LAYERS: Final[Mapping[str, tuple[str, ...]]] = {
    "pymongo and BSON": ("pymongo", "bson", "gridfs"),
    "event loop": ("eventlet", "gevent", "greenlet"),
    "web framework": ("flask", "werkzeug", "flask_smorest", "jinja2", "webargs", "apispec", "htpy"),
    "gunicorn": ("gunicorn",),
    "AMQP": ("amqp", "kombu", "nameko"),
    "marshmallow": ("marshmallow",),
    "logs and metrics": ("structlog", "prometheus_client"),
}
_LAYER_OF: Final = {package: layer for layer, packages in LAYERS.items() for package in packages}
COLUMNS: Final = (*LAYERS, OURS, OTHER)
Shares = Mapping[str, Mapping[str, float]]
Result = TypeVar("Result")


class SpyError(RuntimeError):
    """py-spy is not installed, or may not look."""


def spied(pids: Mapping[str, int], root: Path, folder: Path, act: Callable[[], Result]) -> tuple[Result, Shares]:
    """What `act` gives, and the shares of each process's own samples meanwhile, by name and layer.

    The stacks stay in `folder`, a file a process, in the form that flame graphs are drawn from. Raises: SpyError.
    """
    if (spy := shutil.which("py-spy", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")) is None:
        raise SpyError("py-spy is not there: it is one of requirements/bench.txt")
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{name}.txt" for name in pids}
    options = ["--rate", str(RATE), "--subprocesses", "--full-filenames", "--format", "raw"]
    watching = {
        name: subprocess.Popen(
            [spy, "record", *options, "--output", str(files[name]), "--pid", str(pid)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        )
        for name, pid in pids.items()
    }  # fmt: skip
    try:
        result = act()
    finally:
        for process in watching.values():
            process.send_signal(signal.SIGINT)
        told = {name: process.communicate(timeout=PATIENCE)[1] for name, process in watching.items()}
    for name, path in files.items():
        if not path.exists():
            raise SpyError(f"{name}: {told[name].decode(errors='replace').strip()[-300:]}")
    return result, {name: shares(path.read_text(encoding="utf-8"), root) for name, path in files.items()}


def shares(raw: str, root: Path) -> dict[str, float]:
    """The share of each layer in stacks of the form `a (file:line);b (file:line) count`, the innermost frame last."""
    found: Counter[str] = Counter()
    for line in raw.splitlines():
        stack, _, count = line.rpartition(" ")
        found[_layer(stack.split(";"), root)] += int(count)
    whole = found.total()
    return {layer: found[layer] / whole for layer in COLUMNS} if whole else {}


def _layer(frames: list[str], root: Path) -> str:
    for frame in reversed(frames):
        path = frame.rpartition("(")[2].rpartition(":")[0]
        if "site-packages/" in path:
            package = path.rpartition("site-packages/")[2].partition("/")[0].removesuffix(".py")
            return _LAYER_OF.get(package, OTHER)
        if path.startswith(f"{root}/"):
            return OURS
    return OTHER

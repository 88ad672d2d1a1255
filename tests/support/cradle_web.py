"""Where gateways come from: gunicorn under gevent, with all that the gateway and the pages import (see `cradle`)."""

from __future__ import annotations

from gevent import monkey

if __name__ == "__main__":
    # What is imported must find what a worker finds, which gunicorn patches before it loads its application. Gunicorn's
    # master works as in the field: what it lives by is patched in the worker alone.
    monkey.patch_all(os=False, queue=False, select=False, signal=False)

import atexit
import pkgutil
import sys
from importlib import import_module

from gunicorn.app.wsgiapp import run

from tests.support.cradle import ROOT, rock
from tests.support.templates import keep_compiled

# Of these packages all modules, of which an application imports what it needs.
PACKAGES = ("gateway.api", "console.pages")


def _gunicorn(application: str) -> int | str | None:
    """Run gunicorn. Exits: with gunicorn's code."""
    sys.argv = ["gunicorn", "-c", str(ROOT / "deploy" / "gunicorn_conf.py"), application]
    try:
        run()
    finally:
        # A worker comes through here, too: in the field the gateway finishes now what it has in hand.
        atexit._run_exitfuncs()
    return 0


if __name__ == "__main__":
    import_module("deploy.web")
    for package in map(import_module, PACKAGES):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(info.name)
    keep_compiled()
    rock(_gunicorn)

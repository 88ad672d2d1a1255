"""Run one service: `python -m shared.run outlet` (or `module:Class` for a service of your own).

Exit codes: 0 stopped as asked · 1 failed · 2 bad settings · 3 not ready within JINGMEI_START_DEADLINE ·
4 the work in hand did not end within JINGMEI_STOP_DEADLINE.
"""

import gc
import os
import signal

if __name__ == "__main__":
    # Told to stop while still importing: nothing has begun.
    for early in (signal.SIGTERM, signal.SIGINT):
        signal.signal(early, lambda *_: os._exit(0))
    # What is imported is there to stay: to look for garbage in it, over and over as it grows, was a sixth of the start.
    gc.disable()

# Patching must come before anything that keeps a reference to a socket, a lock or a thread.
os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
import warnings

warnings.filterwarnings("ignore", category=DeprecationWarning, module="eventlet|nameko")
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
import eventlet

eventlet.monkey_patch()

import importlib
import socket
import sys
from typing import Any

from shared import logs
from shared.messaging.process import Process
from shared.settings import SettingsError, complain, kernel_settings

USAGE = 2


def find(name: str) -> type[Any]:
    """The service class of a service's name or of `module:Class`. Raises: ModuleNotFoundError, AttributeError."""
    module, _, cls = name.partition(":")
    if not cls:
        module, cls = f"services.{name}.service", f"{name.capitalize()}Service"
    found: type[Any] = getattr(importlib.import_module(module), cls)
    return found


def main(arguments: list[str]) -> int:
    """Run until told to stop; gives the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return USAGE
    try:
        settings = kernel_settings()
        service = find(arguments[0])
        if hasattr(service, "configure"):
            service.configure(settings)  # a service may need more of the settings, such as field keys
    except SettingsError as error:
        complain(error)
    gc.freeze()
    gc.enable()
    logs.configure(settings.log_level, service=service.name, instance=settings.instance or service.name)
    process = Process(service, settings)
    hear_signals_at_once()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: process.ask_to_stop())
    return process.run()


def hear_signals_at_once() -> None:
    """Have the loop turn at a signal: what its handler wants done would wait for the next timer, seconds at rest."""
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    signal.set_wakeup_fd(mouth.detach(), warn_on_full_buffer=False)

    def hear() -> None:
        while ear.recv(64):
            pass

    eventlet.spawn_n(hear)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Not sys.exit: a thread of the pool that is still at work must not hold the process.
    os._exit(code)

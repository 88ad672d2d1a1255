"""The process that makes one document: its parts come pickled on standard input, the bytes go to standard output.

Only `gateway.documents.rendering` starts it, and only of its own data; nothing from outside is ever unpickled.
"""

from __future__ import annotations

import pickle
import resource
import sys
from typing import Final

from gateway.documents import make

CPU_SECONDS: Final = 30
MEMORY: Final = 2 * 1024**3


def main() -> None:
    """Make the document. What goes wrong ends the process with its traceback on standard error."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    document = pickle.load(sys.stdin.buffer)  # noqa: S301 (see above)
    sys.stdout.buffer.write(make(document))


if __name__ == "__main__":
    main()

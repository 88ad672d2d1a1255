"""Whether the process in this container is ready: exit code 0, or 1 with what keeps it. Standard library only."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request

TIMEOUT = 4


def main() -> int:
    """Ask the process's own health server."""
    port = os.environ.get("JINGMEI_HEALTH_PORT", "8081")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=TIMEOUT):
            return 0
    except urllib.error.HTTPError as error:
        print(error.read(2_000).decode(errors="replace"))
    except OSError as error:
        print(error)
    return 1


if __name__ == "__main__":
    sys.exit(main())

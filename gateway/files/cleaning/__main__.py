"""The process that cleans one file; only `gateway.files.cleaning.process` starts it.

Arguments: the file, its media type, the copy to write, seconds, bytes of memory. A report as JSON goes to standard
output. What goes wrong in a parser ends the process with its traceback on standard error.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Final

from gateway.files.cleaning.families import cleaned
from gateway.files.cleaning.report import Report, Unclean

# A copy may be somewhat longer than the file: an index is written anew, a picture turned.
ROOM: Final = 64 * 1024**2


def main(path_in: Path, media_type: str, path_out: Path, seconds: int, memory: int) -> None:
    """Clean the file within the bounds."""
    size = path_in.stat().st_size
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    # What is allocated; a file of two gigabytes that is looked into where it lies is no memory.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * size + ROOM, 2 * size + ROOM))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        report = cleaned(path_in, media_type, path_out)
    except Unclean as error:
        report = Report(clean=False, rule=error.rule, params=error.params)
    sys.stdout.write(json.dumps(report.to_wire()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))

"""What tells of place, device and author is removed from the copy of a file that others see, whatever its format.

`clean` works in a process of its own, from path to path, with bounds for time and memory; the modules of the families
(`jpeg`, `movie`, `pdf`, …) are loaded there alone. What it takes out of each format is a table in gateway/README.md.
"""

from __future__ import annotations

from gateway.files.cleaning.process import Limits, clean
from gateway.files.cleaning.report import FieldClass, Report

__all__ = ["FieldClass", "Limits", "Report", "clean"]

"""A county's quarter as its media centre keeps it: a workbook of outlets, works, publications and metrics."""

from deploy.demo.quarter.dropping import without
from deploy.demo.quarter.model import Idea, Outlet, Publication, Quarter, Refused, Snapshot, Work
from deploy.demo.quarter.reader import read
from deploy.demo.quarter.refusals import write_refusals

__all__ = [
    "Idea",
    "Outlet",
    "Publication",
    "Quarter",
    "Refused",
    "Snapshot",
    "Work",
    "read",
    "without",
    "write_refusals",
]

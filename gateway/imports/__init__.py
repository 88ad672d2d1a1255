"""Imports of outlets by sheet: jobs that outlive the process, rows sent to the outlet service in chunks."""

from gateway.imports.jobs import Job, Jobs
from gateway.imports.runner import Runner

__all__ = ["Job", "Jobs", "Runner"]

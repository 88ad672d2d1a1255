"""Works on import jobs in the background: reads the sheet, sends its rows in chunks, ends the import.

Each chunk has an idempotency key of its own and the outlet service knows chunks by their first row, so
nothing is lost or taken twice when this process dies: the lease runs out and another goes on after the last
chunk that was noted. While a service is away the job waits and keeps its place.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, BinaryIO

from pymongo.errors import PyMongoError

from gateway import metrics
from gateway.errors import ServiceUnavailable
from gateway.imports.jobs import Job, Jobs
from gateway.offload import offload
from gateway.rpc import RpcClient
from shared import logs
from shared.contracts.outlet import MAX_CHUNK
from shared.errors import Conflict, DeadlineExceeded, DomainError, Invalid, NotFound
from shared.sheets import Sheet, chunks, open_sheet

POLL = 5.0
CALL = 20.0
PAUSE = 1.0
RACES = 20
MOST_TRIES = 5
AGAIN = timedelta(seconds=10)


class Stopped(Exception):
    """The process is ending, or somebody else has the job: leave it as it is."""


class Runner:
    """One background thread per process. `files` lays stored files on disk, `open(file id, bureau)`: sheets are read in
    a native thread, which must not touch the loop's connections."""

    def __init__(self, jobs: Jobs, rpc: RpcClient, files: Any) -> None:
        self._jobs = jobs
        self._rpc = rpc
        self._files = files
        self._wake = threading.Event()
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to look for jobs."""
        threading.Thread(target=self._run, name="imports", daemon=True).start()

    def stop(self) -> None:
        """Leave the job in hand to the next process."""
        self._ended.set()
        self._wake.set()

    def wake(self) -> None:
        """There is a new job."""
        self._wake.set()

    def open(self, job: Job, deadline: float) -> Any:
        """Have the outlet service begin the import. Raises: DomainError."""
        data = {"file": job.file, "file_name": job.file_name}
        view, _ = self._rpc.call("outlet.import_open", data, job.context("open", deadline))
        return view

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                job = self._jobs.claim()
            except PyMongoError as error:
                logs.get().warning("imports wait for the database", error=str(error)[:200])
                job = None
            if job is None:
                self._wake.wait(POLL)
                self._wake.clear()
            else:
                self._guarded(job)

    def _guarded(self, job: Job) -> None:
        metrics.IMPORT_JOBS.inc()
        try:
            self._work(job)
        except Stopped:
            logs.get().info("import left to another", job=job.id)
        except Exception as error:  # a job must end or be tried again, whatever is wrong with it
            logs.get().error("import failed", job=job.id, tries=job.tries, exc_info=error)
            self._later(job)
        finally:
            metrics.IMPORT_JOBS.dec()

    def _later(self, job: Job) -> None:
        try:
            if job.tries >= MOST_TRIES:
                self._end(job, "internal")
            else:
                self._jobs.give_back(job, AGAIN)
        except (DomainError, PyMongoError, Stopped) as error:
            logs.get().warning("import waits for its lease to run out", job=job.id, error=str(error)[:200])

    def _work(self, job: Job) -> None:
        import_id = job.import_id or self._patiently(job, "open", "import_open", self._opening(job))["id"]
        self._note(job, import_id=import_id)
        reason = ""
        try:
            self._send(job, import_id)
        except Invalid as error:
            reason = error.code  # the sheet cannot be read, or not to its end
        except NotFound as error:
            reason = error.code  # the file is gone
        self._end(job, reason, import_id)

    def _opening(self, job: Job) -> dict[str, Any]:
        return {"file": job.file, "file_name": job.file_name}

    def _send(self, job: Job, import_id: str) -> None:
        with self._files.open(job.file, job.bureau) as file, _sheet(file) as sheet:
            parts, of = chunks(sheet.rows, MAX_CHUNK), sheet.to_wire()
            while chunk := offload(next, parts, None):
                if chunk[-1].number <= job.row:
                    continue  # sent before
                first = chunk[0].number
                rows = [row.to_wire() for row in chunk]
                data = {"import_id": import_id, "first_row": first, "rows": rows, "sheet": of}
                try:
                    self._patiently(job, f"rows:{first}", "import_rows", data)
                except Conflict as error:
                    if error.code != "import.ended":
                        raise
                    return  # somebody ended it meanwhile
                self._note(job, row=chunk[-1].number, tries=0)

    def _end(self, job: Job, reason: str, import_id: str = "") -> None:
        data = {"import_id": import_id or job.import_id, **({"aborted": reason} if reason else {})}
        if data["import_id"]:
            self._patiently(job, f"close:{reason}", "import_close", data)
        self._jobs.finish(job)
        logs.get().info("import ended", job=job.id, import_id=data["import_id"], aborted=reason)

    def _patiently(self, job: Job, key: str, method: str, data: dict[str, Any]) -> Any:
        """Ask until there is an answer, keeping the lease meanwhile. Raises: DomainError, Stopped."""
        races = 0
        while True:
            try:
                context = job.context(f"{key}:{races}" if races else key, time.time() + CALL)
                return self._rpc.call(f"outlet.{method}", data, context)[0]
            except (ServiceUnavailable, DeadlineExceeded):
                self._ended.wait(PAUSE)
            except Conflict as error:
                races += 1
                if error.code not in ("import.raced", "concurrent_change") or races > RACES:
                    raise
            self._note(job)

    def _note(self, job: Job, **progress: Any) -> None:
        if self._ended.is_set() or not self._jobs.renew(job, **progress):
            raise Stopped


@contextmanager
def _sheet(file: BinaryIO) -> Iterator[Sheet]:
    """An open sheet; opening it, which reads all its strings, happens aside."""
    manager = open_sheet(file)
    sheet = offload(manager.__enter__)
    try:
        yield sheet
    finally:
        manager.__exit__(None, None, None)

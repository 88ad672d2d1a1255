"""Makes files of uploads that are whole: laid on disk, hashed on the way, through the door, in the background.

The holder of an upload's lease works on it. If its process dies the lease runs out, and another one begins anew; a file
that was stored before nobody learnt of it is collected as unused.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from pymongo.errors import PyMongoError

from gateway.disk import Disk
from gateway.errors import InsufficientStorage, ServiceUnavailable
from gateway.files.bucket import Files
from gateway.files.door import Door
from gateway.uploads.store import Upload, Uploads
from shared import logs
from shared.clock import now
from shared.errors import FieldProblem, Invalid

POLL: Final = 5.0
RENEW: Final = 10.0
AGAIN: Final = timedelta(seconds=15)
# Of waits that become longer, while what it needs is away; that goes on until the upload expires.
LONGER: Final = 20
# Of a fault of ours: then its sender is told.
MOST_TRIES: Final = 5
# Side by side in a process, so that a picture does not wait for a long video.
WORKERS: Final = 2


class Finisher:
    """Background threads of a gateway process."""

    def __init__(self, uploads: Uploads, door: Door, files: Files, disk: Disk) -> None:
        self._uploads = uploads
        self._door = door
        self._files = files
        self._disk = disk
        self._wake = threading.Event()
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to look for whole uploads. Call it after the process has forked."""
        for number in range(WORKERS):
            threading.Thread(target=self._run, name=f"uploads-{number}", daemon=True).start()

    def stop(self) -> None:
        """Take up no more; what is in hand is left to another process when its lease has run out."""
        self._ended.set()
        self._wake.set()

    def wake(self) -> None:
        """There is a whole upload."""
        self._wake.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wake.clear()
            try:
                upload = self._uploads.claim()
                if upload is not None:
                    self._attempt(upload)
                    continue
            except PyMongoError as error:
                logs.get().warning("uploads not finished", error=str(error)[:300])
            self._wake.wait(POLL)

    def _attempt(self, upload: Upload) -> None:
        """One try at one upload. Raises: PyMongoError; then its lease runs out."""
        try:
            with self._kept(upload):
                self._disk.require_change()
                self.finish(upload)
        except (ServiceUnavailable, InsufficientStorage) as error:
            logs.get().warning("upload waits", upload=upload.id, reason=error.code, tries=upload.tries)
            if upload.expires <= now():
                self._fail(upload)
            else:
                self._uploads.give_back(upload, AGAIN * min(upload.tries, LONGER))
        except PyMongoError:
            raise
        except Exception as error:  # the thread must outlive whatever it is
            logs.get().error("upload not finished", upload=upload.id, tries=upload.tries, exc_info=error)
            if upload.tries < MOST_TRIES:
                self._uploads.give_back(upload, AGAIN)
            else:
                self._fail(upload)

    def _fail(self, upload: Upload) -> None:
        self._uploads.refuse(upload, Invalid("validation", problems=[FieldProblem("/file", "upload.failed")]))

    def finish(self, upload: Upload) -> None:
        """Make a file of a whole upload that is leased to the caller, or say why it is none."""
        with self._door.desk() as folder:
            sha256 = self._lay(upload, folder / "sent")
            try:
                record = self._door.take(folder / "sent", upload.name, upload.kind, upload.owner, ahead=True)
            except Invalid as refusal:
                self._uploads.refuse(upload, refusal, sha256)
                return
        if not self._uploads.done(upload, record.id, sha256):
            self._files.remove(record.id)

    def _lay(self, upload: Upload, path: Path) -> str:
        """Lay an upload on disk; the SHA-256 of what was sent."""
        found = hashlib.sha256()
        with path.open("wb") as out:
            for piece in self._uploads.content(upload):
                found.update(piece)
                out.write(piece)
        return found.hexdigest()

    @contextmanager
    def _kept(self, upload: Upload) -> Iterator[None]:
        """The lease is renewed as long as one is at work."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(RENEW):
                try:
                    self._uploads.renew(upload)
                except PyMongoError as error:
                    logs.get().warning("upload's lease not renewed", upload=upload.id, error=str(error)[:300])

        threading.Thread(target=renew, name="upload-lease", daemon=True).start()
        try:
            yield
        finally:
            over.set()

"""The liaison officer verifies what the outlets reported: a publication counts from then on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from deploy.demo.people import LIAISON
from deploy.demo.stage import Stage

Step = Callable[[], object]


def verify(stage: Stage, step: Step) -> None:
    """All that waits, batch by batch, each in the version that was looked at."""
    liaison = stage.people[LIAISON.login]
    while waiting := liaison.publications.publications_queue(limit=100).first()["items"]:
        seen = [{"publication": row["id"], "version": row["version"]} for row in waiting]
        digest = hashlib.sha256("".join(f"{row['id']}@{row['version']}" for row in waiting).encode()).hexdigest()[:24]
        done = liaison.publications.verify_publications(publications=seen, key=stage.key("published", digest))
        if refused := done["refused"]:
            raise RuntimeError(f"publications that cannot be verified: {refused[:3]}")
        for _ in done["verified"]:
            step()

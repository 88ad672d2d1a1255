"""Statistics count a work under the topic that it was handed in with last; they told what was being written."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.submission.migrations.found_and_counted import recount

name = "topics_counted"
dependencies = ["sent_topics"]


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what is counted anew is the same."""
    with db.client.start_session() as session:
        session.with_transaction(lambda held: recount(db, held))

"""The one way in which a process connects to MongoDB."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bson.codec_options import CodecOptions
from pymongo import MongoClient, timeout
from pymongo.database import Database
from pymongo.errors import (
    ConfigurationError,
    ConnectionFailure,
    ExecutionTimeout,
    NotPrimaryError,
    PyMongoError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.mongo import background

Document = dict[str, Any]
MAJORITY = WriteConcern("majority", j=True, wtimeout=10_000)
# Shutting down, stepping down, not yet primary, interrupted by a state change, too many connections.
PASSING_CODES = frozenset({6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436, 202})
# What pymongo says of a member that starts and is not yet one of its set again: until then it has no sessions.
STARTING = "Sessions are not supported"
# Seconds: who asks how a process is does not wait for longer.
PATIENCE = 2.0


class Contended(Exception):
    """Another transaction holds what was to be written, for longer than is worth waiting for.

    A process that was killed leaves its transaction open: the server ends it after
    transactionLifetimeLimitSeconds, and until then every write of the same document is a conflict.
    """


background.install()


def connect(uri: str, name: str, **options: Any) -> MongoClient[Document]:
    """A client whose writes are durable on a majority before they answer; an absent server shows within 2 s.

    `options` are further ones of pymongo's.
    """
    where = urlsplit(uri)
    several = where.scheme == "mongodb+srv" or "," in where.netloc.rpartition("@")[2]
    return MongoClient(
        uri,
        appname=name,
        tz_aware=True,
        w="majority",
        journal=True,
        readConcernLevel="majority",
        retryWrites=True,
        serverSelectionTimeoutMS=2_000,
        connectTimeoutMS=2_000,
        socketTimeoutMS=15_000,
        maxPoolSize=100,
        # One that is alone hands over to nobody: it is looked at every 10 s, and at once when it did not answer.
        serverMonitoringMode="auto" if several else "poll",
        **options,
    )


def database(client: MongoClient[Document], name: str) -> Database[Document]:
    """A database whose datetimes are aware and whose reads are of majority-committed data."""
    return client.get_database(
        name,
        codec_options=CodecOptions(tz_aware=True),
        read_concern=ReadConcern("majority"),
        write_concern=MAJORITY,
    )


def problem(db: Database[Document]) -> str | None:
    """Why a database does not answer now, None when it does. Asks it, for two seconds at most."""
    try:
        with timeout(PATIENCE):
            db.command("ping")
    except PyMongoError as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    return None


def unreachable(error: BaseException | None) -> bool:
    """Whether an error says that the database is away, so that waiting can help and no attempt is to be counted."""
    if isinstance(error, Contended | ConnectionFailure | NotPrimaryError | ExecutionTimeout | WTimeoutError):
        return True
    if isinstance(error, ConfigurationError) and STARTING in str(error):
        return True
    return isinstance(error, PyMongoError) and getattr(error, "code", None) in PASSING_CODES

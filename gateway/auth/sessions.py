"""Sessions: one per sign-in, with a refresh token that is new at every use.

A refresh token is `<bureau>.<session>.<secret>`; only the secret's hash is kept. A used one that comes again was
stolen or copied: the whole session ends (RFC 9700, 4.14). A session carries what of its account the access check
needs, so a check is one read; a changed account changes its sessions in the same transaction.

A session ends when it was not used for a while, and some time after its sign-in whatever happens (`lasting.py`). A use
is what somebody asks for: no renewal of a token and no live stream, which a browser does by itself, and it is written
down once a minute at most.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne, WriteConcern
from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account
from gateway.auth.lasting import Lasting
from gateway.errors import Unauthorised
from shared.clock import EPOCH, now
from shared.context import Role, effective, known_roles
from shared.ids import new_id

Document = dict[str, Any]
SESSIONS: Final = "sessions"
NOTED: Final = timedelta(minutes=1)  # how often a use is written down
REMEMBERED: Final = 500  # used refresh tokens by which a re-use is known
MOST_LISTED: Final = 100
BATCH: Final = 1_000
WITHOUT_SECRETS: Final = {"used": False, "refresh": False}


@dataclass(frozen=True)
class Came:
    """By which outside identity somebody came in (`subject`: issuer and `sub`; `sid`: their session there). `factor`:
    two factors were shown there; `proved`: a code was given here. Otherwise nobody has shown anything here yet."""

    subject: str
    sid: str = ""
    factor: bool = False
    proved: bool = False


@dataclass(frozen=True)
class State:
    """A session as it is now, with what its account may. `must_change`: the password is a temporary one, or older than
    it may become. `proved_at`: when somebody last showed there that they know the password or have the second factor.
    `outside`: somebody came in by an outside identity."""

    session: str
    account: str
    bureau: str
    name: str
    roles: frozenset[Role]
    must_change: bool
    created_at: datetime
    expires: datetime
    must_enrol: bool = False
    proved_at: datetime | None = None
    used_at: datetime = EPOCH
    outside: bool = False

    @property
    def unready(self) -> bool:
        """Whether something is to be done before anything else may be."""
        return self.must_change or self.must_enrol


class Sessions:
    """The sessions of all accounts. `enrolled`: the roles that take a second factor; `lasting`: how long they last;
    `days`: after which a password has to be changed, 0 for never."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        SESSIONS: [
            IndexModel([("bureau", ASCENDING), ("account", ASCENDING), ("used_at", DESCENDING)], name="of_account"),
            IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0),
            IndexModel([("came.subject", ASCENDING)], name="came", sparse=True),
        ]
    }

    def __init__(
        self, db: Database[Document], enrolled: Collection[Role] = (), lasting: Lasting | None = None, days: int = 0
    ) -> None:
        self._sessions = db[SESSIONS]
        # When it was last used may be lost with a server: nobody is worse off than a minute.
        self._uses = self._sessions.with_options(write_concern=WriteConcern(1))
        self._enrolled, self._lasting, self._days = frozenset(enrolled), lasting or Lasting(), timedelta(days)

    def open(
        self, account: Account, remote: str, agent: str, session: ClientSession, came: Came | None = None
    ) -> tuple[State, str]:
        """A new session and its first refresh token. `came`: by which outside identity."""
        id_, secret, moment = new_id(), secrets.token_urlsafe(32), now()
        row = {
            "_id": id_,
            "bureau": account.bureau,
            "account": account.id,
            "refresh": _hash(secret),
            "used": [],
            "remote": remote,
            "agent": agent[:200],
            "created_at": moment,
            "used_at": moment,
            "proved_at": moment if came is None or came.proved else EPOCH,
            **({"came": asdict(came)} if came else {}),
            "expires": self._lasting.ends(account.effective, moment, moment),
            **_carried(account),
        }
        self._make_room(account, session)
        self._sessions.insert_one(row, session=session)
        return self._state(row), _token(row, secret)

    def _make_room(self, account: Account, session: ClientSession) -> None:
        """End those that were used longest ago, where there are as many as there may be."""
        own = {"bureau": account.bureau, "account": account.id}
        order = [("used_at", DESCENDING), ("_id", DESCENDING)]
        found = self._sessions.find(own, {"_id": True}, session=session).sort(order).skip(self._lasting.most - 1)
        if over := [row["_id"] for row in found]:
            self._sessions.delete_many({"_id": {"$in": over}}, session=session)

    def state(self, bureau: str, id_: str) -> State | None:
        """The session as it is now, None when it has ended."""
        live = {"_id": id_, "bureau": bureau, "expires": {"$gt": now()}}
        row = self._sessions.find_one(live, WITHOUT_SECRETS)
        return None if row is None or self._over(row) else self._state(row)

    def states(self, ids: Collection[str]) -> dict[str, State]:
        """Those of the sessions that have not ended, by their ids; one read for a thousand."""
        found: dict[str, State] = {}
        ordered = sorted(ids)
        for at in range(0, len(ordered), BATCH):
            live = {"_id": {"$in": ordered[at : at + BATCH]}, "expires": {"$gt": now()}}
            rows = self._sessions.find(live, WITHOUT_SECRETS)
            found |= {row["_id"]: self._state(row) for row in rows if not self._over(row)}
        return found

    def used(self, states: Iterable[State]) -> None:
        """Note that somebody asked for something in these sessions; those of which that was noted a moment ago stay."""
        moment = now()
        changes = [
            UpdateOne(
                {"_id": each.session, "used_at": {"$lte": moment - NOTED}},
                {"$set": {"used_at": moment, "expires": self._lasting.ends(each.roles, each.created_at, moment)}},
            )
            for each in states
            if each.used_at <= moment - NOTED
        ]
        if changes:
            self._uses.bulk_write(changes, ordered=False)

    def of_refresh_token(self, token: str) -> State:
        """The session that a refresh token names, whether or not it is its present one. Raises: Unauthorised."""
        bureau, id_, _ = _parts(token)
        state = self.state(bureau, id_)
        if state is None:
            raise Unauthorised("auth.refresh_invalid")
        return state

    def refresh(self, state: State, token: str, remote: str) -> str:
        """The session's next refresh token. Raises: Unauthorised; a re-used token ends the session."""
        hashed, fresh = _hash(_parts(token)[2]), secrets.token_urlsafe(32)
        change: Document = {
            "$set": {
                "refresh": _hash(fresh),
                "remote": remote,
            },
            "$push": {"used": {"$each": [hashed], "$slice": -REMEMBERED}},
        }
        # Conditional: of two at once with one token, the second is a re-use.
        own = {"_id": state.session, "bureau": state.bureau}
        if self._sessions.update_one({**own, "refresh": hashed}, change).matched_count:
            return f"{state.bureau}.{state.session}.{fresh}"
        # Only a secret that was once ours ends the session: a guess must not be able to.
        if self._sessions.delete_one({**own, "used": hashed}).deleted_count:
            raise Unauthorised("auth.refresh_reused")
        raise Unauthorised("auth.refresh_invalid")

    def proved(self, bureau: str, id_: str) -> datetime:
        """Note that somebody has just shown there who they are; when that was."""
        moment = now()
        self._sessions.update_one({"_id": id_, "bureau": bureau}, {"$set": {"proved_at": moment}})
        return moment

    def end(self, bureau: str, account: str, id_: str) -> bool:
        """Sign one session of an account out; False when it has none of that id."""
        return bool(self._sessions.delete_one({"_id": id_, "bureau": bureau, "account": account}).deleted_count)

    def end_all(self, bureau: str, account: str, keep: str = "", session: ClientSession | None = None) -> int:
        """Sign an account out everywhere, but for the session `keep`; how many sessions."""
        match = {"bureau": bureau, "account": account, "_id": {"$ne": keep}}
        return int(self._sessions.delete_many(match, session=session).deleted_count)

    def end_outside(
        self, subject: str, *, sid: str = "", of: str = "", keep: str = "", session: ClientSession | None = None
    ) -> int:
        """End the sessions that an outside identity came in by, but for `keep`; how many. `sid`: those of one session
        there, and those of which that is not known; without a subject its issuer is `of`."""
        match: Document = {"came.subject": subject or {"$regex": f"^{re.escape(of)}"}, "_id": {"$ne": keep}}
        if sid:
            match["came.sid"] = {"$in": [sid, ""]} if subject else sid
        return int(self._sessions.delete_many(match, session=session).deleted_count)

    def follow(self, account: Account, session: ClientSession) -> None:
        """Have every session of an account carry what the account is now."""
        match = {"bureau": account.bureau, "account": account.id}
        self._sessions.update_many(match, {"$set": _carried(account)}, session=session)

    def list(self, bureau: str, account: str) -> list[dict[str, Any]]:
        """An account's sessions, the last used first."""
        match = {"bureau": bureau, "account": account, "expires": {"$gt": now()}}
        rows = self._sessions.find(match, WITHOUT_SECRETS).sort("used_at", DESCENDING).limit(MOST_LISTED)
        shown = ("remote", "agent", "created_at", "used_at", "expires")
        return [{"id": row["_id"], **{name: row[name] for name in shown}} for row in rows if not self._over(row)]

    def _state(self, row: Document) -> State:
        roles = effective(known_roles(row["roles"]))
        same = ("account", "bureau", "name", "created_at", "expires")
        told = {name: row[name] for name in same}
        # By the setting as it is now: a role that begins to take a second factor takes it of who is signed in, too.
        shown = row.get("second_factor", False) or row.get("came", {}).get("factor", False)
        must_enrol = not shown and not self._enrolled.isdisjoint(roles)
        must_change = row["must_change"] or self._too_old(row.get("password_at"))
        times = {"proved_at": row.get("proved_at", row["created_at"]), "used_at": row["used_at"]}
        told["outside"] = "came" in row
        return State(session=row["_id"], roles=roles, must_change=must_change, must_enrol=must_enrol, **told, **times)

    def _too_old(self, password_at: datetime | None) -> bool:
        """Whether a password is older than it may become; a session from before this was kept does not know."""
        return bool(self._days) and password_at is not None and password_at + self._days <= now()

    def _over(self, row: Document) -> bool:
        """By roles and settings as they are now: it may have begun with others."""
        return self._lasting.ends(effective(known_roles(row["roles"])), row["created_at"], row["used_at"]) <= now()


def _carried(account: Account) -> Document:
    roles = sorted(role.value for role in account.effective)
    carried = {"name": account.name, "roles": roles, "must_change": account.must_change}
    set_at = account.password_at or account.created_at
    return {**carried, "second_factor": account.second_factor, "password_at": set_at}


def _token(row: Document, secret: str) -> str:
    return f"{row['bureau']}.{row['_id']}.{secret}"


def _parts(token: str) -> tuple[str, str, str]:
    """Bureau, session and secret. Raises: Unauthorised for anything that is no token of ours."""
    bureau, _, rest = token.partition(".")
    id_, _, secret = rest.partition(".")
    if not (bureau and id_ and secret):
        raise Unauthorised("auth.refresh_invalid")
    return bureau, id_, secret


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

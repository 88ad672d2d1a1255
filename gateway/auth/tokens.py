"""Access tokens: JWTs signed with Ed25519 (RFC 7519, RFC 8037, RFC 9864), good for 15 minutes.

A token says which session it belongs to; what the session may is looked up. For reads the look-up is kept
for five seconds in the process, for changes it is made anew: so a sign-out, a role taken away or an account
disabled counts at once for changes and after five seconds at most for reads.
"""

from __future__ import annotations

import base64
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jwt import JWTClaimsRegistry

from gateway.auth.sessions import Sessions, State
from gateway.errors import Unauthorised
from shared.ids import new_id
from shared.mongo.grouper import Grouper, Ticket

ISSUER: Final = "jingmei"
AUDIENCE: Final = "jingmei"
ALGORITHM: Final = "Ed25519"
LIFETIME: Final = 15 * 60
KEPT: Final = 5.0
SKEW: Final = 5
MOST_REMEMBERED: Final = 10_000


@dataclass(frozen=True)
class Named:
    """What a valid token names, and until when (epoch seconds)."""

    bureau: str
    session: str
    expires: float


class Tokens:
    """Issues and checks access tokens with one Ed25519 key. `seed` is its 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        self._public = {"kty": "OKP", "crv": "Ed25519", "x": _base64url(public)}
        self._key = OKPKey.import_key({**self._public, "d": _base64url(seed)})
        self._id = self._key.thumbprint()
        self._claims = JWTClaimsRegistry(
            # Clocks of several gateways differ a little; `Checker` adds nothing to `exp`.
            leeway=SKEW,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            exp={"essential": True},
            sid={"essential": True},
            bureau={"essential": True},
        )

    def issue(self, state: State) -> str:
        """A token for a session, as it is now."""
        moment = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": state.account,
            "bureau": state.bureau,
            "roles": sorted(role.value for role in state.roles),
            "name": state.name,
            "sid": state.session,
            "iat": moment,
            "exp": moment + LIFETIME,
            "jti": new_id(),
        }
        header = {"alg": ALGORITHM, "kid": self._id, "typ": "at+jwt"}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])

    def read(self, token: str) -> Named:
        """What a token names. Raises: Unauthorised for one that is forged, expired or not for us."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            self._claims.validate(claims)
            return Named(str(claims["bureau"]), str(claims["sid"]), float(claims["exp"]))
        except (JoseError, ValueError, TypeError, KeyError):
            raise Unauthorised("auth.token_invalid") from None

    def public_keys(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517), for whoever wants to check our tokens."""
        return {"keys": [{**self._public, "kid": self._id, "use": "sig", "alg": ALGORITHM}]}


class Look:
    """One look at a session, and what it found. `use`: for something that somebody asked for."""

    __slots__ = ("named", "state", "use")

    def __init__(self, named: Named, use: bool) -> None:
        self.named, self.use = named, use
        self.state: State | None = None


class Checker:
    """Who a token belongs to, with a short memory. One per process.

    Sessions are looked up by group: those that are asked for while one read is under way are the next read, which
    begins after they were asked for, so it is as fresh as a read of their own.
    """

    def __init__(self, tokens: Tokens, sessions: Sessions) -> None:
        self._tokens = tokens
        self._sessions = sessions
        self._looks: Grouper[Look] = Grouper(self._look_up, "session-looks", impatient=True)
        self._known: OrderedDict[str, Named] = OrderedDict()
        self._states: OrderedDict[tuple[str, str], tuple[State, float]] = OrderedDict()

    def state(self, token: str, *, fresh: bool, use: bool = True) -> State:
        """The session of a valid token; `use`: somebody asked for something, so it goes on. Raises: Unauthorised."""
        named = self._known.get(token) or self._learn(token)
        if named.expires <= time.time():
            self._known.pop(token, None)
            raise Unauthorised("auth.token_invalid")
        place = (named.bureau, named.session)
        kept = self._states.get(place)
        # Who has just changed a temporary password, or enrolled, is not to be told for seconds that it must be done.
        if kept is not None and not fresh and not kept[0].unready and kept[1] > time.monotonic():
            return kept[0]
        look = Look(named, use)
        self._looks.submit(look)
        state = look.state
        if state is None:
            self._states.pop(place, None)
            raise Unauthorised("auth.signed_out")
        if not state.unready:  # or the first reads after the change would still be refused
            _remember(self._states, place, (state, time.monotonic() + KEPT))
        return state

    def _look_up(self, tickets: Sequence[Ticket[Look]]) -> None:
        found = self._sessions.states({ticket.item.named.session for ticket in tickets})
        for ticket in tickets:
            named = ticket.item.named
            state = found.get(named.session)
            ticket.item.state = state if state is not None and state.bureau == named.bureau else None
        used = {
            ticket.item.state.session: ticket.item.state for ticket in tickets if ticket.item.state and ticket.item.use
        }
        self._sessions.used(used.values())
        for ticket in tickets:
            ticket.settle()

    def _learn(self, token: str) -> Named:
        named = self._tokens.read(token)
        _remember(self._known, token, named)
        return named


def _remember(memory: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > MOST_REMEMBERED:
        memory.popitem(last=False)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

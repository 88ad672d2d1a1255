"""What can be done with an identity at the bureau's identity provider: link it, sign in by it, unlink it, be told that
somebody left there. It is linked by its owner alone, who shows that it is theirs by signing in there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account
from gateway.accounts.outside import LASTS, LINK, SIGN_IN, Begun, Way, Ways, challenge
from gateway.accounts.store import Accounts
from gateway.auth.exchange import exchange
from gateway.auth.factors import Factors
from gateway.auth.oidc import HEARD, LEEWAY, Claims, Issuer
from gateway.auth.principal import Principal
from gateway.auth.rates import Rates, place
from gateway.auth.saving import Saving
from gateway.auth.sessions import Came, Sessions, State
from gateway.auth.visit import Visit
from gateway.errors import BadRequest, Unauthorised
from gateway.oidc_settings import OidcSettings
from shared import events
from shared.errors import Conflict

# The page of ours to which the provider sends browsers back: registered there, and no other is ever named.
BACK: Final = "/sign-in/outside/answer"
LEFT: Final = "/sign-in"
SCOPE: Final = "openid"
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Offer:
    """The provider as it is set, and where the world finds our pages."""

    settings: OidcSettings
    issuer: Issuer | None
    public_url: str


@dataclass(frozen=True)
class Parts:
    """What it works on."""

    accounts: Accounts
    sessions: Sessions
    saving: Saving
    factors: Factors
    rates: Rates


class Outside:
    """One per process."""

    def __init__(self, db: Database[dict[str, Any]], offer: Offer, parts: Parts) -> None:
        self._ways, self._parts = Ways(db), parts
        self._settings, self._issuer, self._redirect = offer.settings, offer.issuer, offer.public_url + BACK

    @property
    def offered(self) -> bool:
        """Whether people can sign in by a provider."""
        return self._issuer is not None and bool(self._settings.client_id)

    def offer(self) -> dict[str, Any]:
        """What somebody who is to sign in is told of it."""
        return {"offered": self.offered, "name": self._settings.name if self.offered else ""}

    def linked(self, account: Account) -> bool:
        """Whether an account has an identity at this provider."""
        return self._issuer is not None and account.oidc_subject.startswith(f"{self._issuer.name} ")

    def begin(self, visit: Visit) -> dict[str, Any]:
        """On the way to sign in: the address to go to, and what the browser keeps. Raises: Conflict, RateLimited."""
        self._parts.rates.hit("sign_in", place(visit.remote))
        self._require()
        return self._told(self._ways.begin(SIGN_IN), {})

    def answer(self, data: Data, visit: Visit) -> tuple[State, str]:
        """A new session for who came back, on our terms: how long it lasts, and the second factor, unless two were
        shown there. Nothing is shown of password or code with it, so what takes these asks for them.

        Raises: Conflict, Unauthorised (with what to go on with, where a code is still to come), ServiceUnavailable.
        """
        self._parts.rates.hit("sign_in", place(visit.remote))
        issuer = self._require()
        _, claims = self._identity(SIGN_IN, data, "")
        account = self._parts.accounts.by_subject(issuer.subject(claims))
        if account is not None:
            visit.attribute(account.bureau, account.id)
        if account is None or account.disabled:
            raise Unauthorised("auth.subject_unknown")
        came = Came(account.oidc_subject, _sid(claims), factor=issuer.shown_second(claims))
        if account.second_factor and not came.factor:
            raise self._parts.factors.ask(account, visit.agent, came)
        return self._parts.saving.open(account, visit.remote, visit.agent, came=came)

    def begin_link(self, who: Principal) -> dict[str, Any]:
        """On the way to link one's identity there. They sign in there anew: another may be signed in at that browser.
        Raises: Conflict."""
        self._require()
        if not who.session:
            raise Conflict("auth.no_session")
        self._require_free(self._parts.accounts.get(who.bureau, who.account))
        return self._told(self._ways.begin(LINK, who.session), {"prompt": "login"})

    def link(self, who: Principal, data: Data) -> Account:
        """Who came back has shown that the identity is theirs: it is their account's. Raises: Conflict,
        ServiceUnavailable."""
        issuer = self._require()
        way, claims = self._identity(LINK, data, who.session)
        if (shown := claims.get("auth_time")) is not None and not _after(shown, way):
            raise Conflict("auth.outside_refused")
        before = self._parts.accounts.get(who.bureau, who.account)
        self._require_free(before)
        after = replace(before, oidc_subject=issuer.subject(claims))
        fact = events.OutsideIdentityLinked(before.id, before.id)
        return self._parts.saving.save(before, after, by=before.id, fact=fact)

    def unlink(self, bureau: str, id_: str, *, by: str, expected: int | None = None, keep: str = "") -> Account:
        """By its owner, or by an administrator; sessions that came in by it end, but for `keep`.

        Raises: NotFound, VersionMismatch, Conflict when none is linked.
        """
        before = self._parts.saving.expected(bureau, id_, expected)
        self.require_linked(before)

        def first(session: ClientSession) -> None:
            self._parts.sessions.end_outside(before.oidc_subject, keep=keep, session=session)

        fact = events.OutsideIdentityUnlinked(id_, by)
        after = replace(before, oidc_subject="")
        return self._parts.saving.save(before, after, by=by, expected=expected, first=first, fact=fact)

    def farewell(self, state: State | None) -> str:
        """Where who signs out here may sign out there, too; empty where they did not come from there, or it has no such
        place. The provider asks them: nobody is signed out there unasked."""
        if state is None or not state.outside or not self.offered or not self._settings.end_session_url:
            return ""
        told = {"client_id": self._settings.client_id, "post_logout_redirect_uri": self._redirect.replace(BACK, LEFT)}
        return _with(self._settings.end_session_url, told)

    def left(self, token: str, visit: Visit) -> int:
        """Somebody signed out there: their sessions that came in by it end, those of one session there where the
        provider says which. How many. Only what is no word of the provider's counts against who sends it.

        Raises: BadRequest, RateLimited, ServiceUnavailable.
        """
        where, rates = place(visit.remote), self._parts.rates
        if (refusal := rates.used_up("sign_in", where)) is not None:
            raise refusal
        wrong = BadRequest("auth.logout_token")
        try:
            issuer = self._require()
            claims = issuer.left(token)
        except (Conflict, Unauthorised):
            rates.hit("sign_in", where)
            raise wrong from None
        if not self._ways.heard(claims["jti"], HEARD + timedelta(seconds=2 * LEEWAY)):
            raise wrong
        subject = issuer.subject(claims) if claims.get("sub") else ""
        return self._parts.sessions.end_outside(subject, sid=_sid(claims), of=f"{issuer.name} ")

    def require_linked(self, account: Account) -> None:
        """Raises: Conflict when the account has no identity, at this provider or at one from before."""
        if not account.oidc_subject:
            raise Conflict("accounts.subject_none")

    def _require(self) -> Issuer:
        if self._issuer is None or not self.offered:
            raise Conflict("auth.provider_none")
        return self._issuer

    def _require_free(self, account: Account) -> None:
        if self.linked(account):
            raise Conflict("accounts.subject_there")

    def _told(self, begun: Begun, more: dict[str, str]) -> dict[str, Any]:
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._redirect,
            "scope": SCOPE,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": challenge(begun.verifier),
            "code_challenge_method": "S256",
            **more,
        }
        address = _with(self._settings.authorize_url, asked)
        return {"address": address, "secret": begun.secret, "seconds": int(LASTS.total_seconds())}

    def _identity(self, purpose: str, data: Data, session: str) -> tuple[Way, Claims]:
        """Who somebody is there, by the code that they brought back. It serves once, whatever comes of it."""
        issuer = self._require()
        way = self._ways.take(purpose, data["state"], data["secret"], session)
        if way is None:
            raise Conflict("auth.outside_over")
        if data.get("iss", issuer.name) != issuer.name:  # RFC 9207: an answer of another provider
            raise Conflict("auth.outside_refused")
        token = exchange(self._settings, self._redirect, data["code"], way.verifier)
        try:
            claims = issuer.identity(token, way.nonce)
        except Unauthorised:
            raise Conflict("auth.outside_refused") from None
        if not _after(claims["iat"], way):
            raise Conflict("auth.outside_refused")
        return way, claims


def _with(address: str, told: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(told)}"


def _after(told: Any, way: Way) -> bool:
    """Whether a time (seconds since 1970) is not from before that way began, by clocks that differ a little."""
    known = isinstance(told, int | float) and not isinstance(told, bool)
    return known and told >= (way.begun_at - timedelta(seconds=LEEWAY)).timestamp()


def _sid(claims: Claims) -> str:
    sid = claims.get("sid", "")
    return sid[:255] if isinstance(sid, str) else ""

"""An identity provider of the tests' own, on loopback: a JWK set, the code flow with PKCE, tokens that it signed."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
import orjson
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from gateway.oidc_settings import OidcSettings

AUDIENCE: Final = "jingmei-test"
CLIENT, SECRET = "jingmei-pages", "a secret of the client: with % and +"
EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"


class Provider:
    """`sub`: who sits at the browser. `said`: claims that the next ID tokens have beside the usual ones, or instead of
    them (None: without it); `signed`: how they are signed, as for `token`; `forged`: a token in place of one.
    `broken`: every answer is 500."""

    def __init__(self) -> None:
        self.keys = {"one": rsa.generate_private_key(65537, 2048)}
        self.asked, self.broken = 0, False
        self.sub, self.said, self.signed = "", dict[str, Any](), dict[str, Any]()
        self.forged = ""
        self._codes = dict[str, dict[str, str]]()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def settings(self, **more: Any) -> OidcSettings:
        """What a gateway has to be told of it."""
        pages = {"client_id": CLIENT, "client_secret": SECRET, "name": "统一身份认证"}
        addresses = {f"{name}_url": f"{self.url}/{name}" for name in ("jwks", "authorize", "token", "end_session")}
        return OidcSettings(**{"issuer": self.url, "audience": AUDIENCE, **pages, **addresses, **more})

    def jwks(self) -> dict[str, Any]:
        """Its public keys."""
        public = {kid: RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) for kid, key in self.keys.items()}
        return {"keys": [{**key, "kid": kid, "use": "sig", "alg": "RS256"} for kid, key in public.items()]}

    def token(
        self, sub: str | None, kid: str = "one", key: Any = None, algorithm: str = "RS256", typ: str = "at+jwt",
        **claims: Any,
    ) -> str:  # fmt: skip
        """A token, an access token unless something else is said; a claim that is None is left out."""
        moment = int(time.time())
        told = {"iss": self.url, "aud": AUDIENCE, "sub": sub, "iat": moment, "exp": moment + 300, **claims}
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, key or self.keys[kid], algorithm=algorithm, headers={"kid": kid, "typ": typ})

    def logout_token(self, sub: str | None, **claims: Any) -> str:
        """What it tells that somebody left there."""
        said = {"aud": CLIENT, "jti": secrets.token_hex(8), "events": {EVENT: {}}, **claims}
        return self.token(sub, **{"typ": "logout+jwt", **said})

    def visit(self, address: str, sub: str) -> dict[str, str]:
        """Go there as somebody; what the browser brings back."""
        self.sub = sub
        answer = requests.get(address, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes on to, with a code."""
        assert asked["client_id"] == CLIENT and asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = {**asked, "sub": self.sub}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.url})}"

    def exchange(self, given: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Tokens for a code, once; None where something does not fit."""
        expected = base64.b64encode(urlencode({"": CLIENT})[1:].encode() + b":" + urlencode({"": SECRET})[1:].encode())
        asked = self._codes.pop(given.get("code", ""), None)
        hashed = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if asked is None or authorization != f"Basic {expected.decode()}":
            return None
        if base64.urlsafe_b64encode(hashed).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        if given.get("grant_type") != "authorization_code" or given.get("redirect_uri") != asked["redirect_uri"]:
            return None
        told = {"aud": CLIENT, "nonce": asked["nonce"], "auth_time": int(time.time()), "typ": "JWT", **self.signed}
        token = self.forged or self.token(**{"sub": asked["sub"], **told, **self.said})
        return {"access_token": self.token(asked["sub"]), "token_type": "Bearer", "id_token": token}

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()


def _handler(outer: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            if split.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", outer.authorize(dict(parse_qsl(split.query))))
                self.end_headers()
                return
            outer.asked += 1
            self._answer(500 if outer.broken else 200, outer.jwks())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}
            told = outer.exchange(given, self.headers.get("Authorization", ""))
            if outer.broken:
                self._answer(500, {})
            else:
                self._answer(400 if told is None else 200, told or {"error": "invalid_grant"})

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(orjson.dumps(body))

        def log_message(self, *_: Any) -> None: ...

    return Handler

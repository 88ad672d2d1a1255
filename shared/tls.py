"""TLS to the broker and the database: whose certificates are believed, and which one we show.

Settings become part of the servers' URIs, under the names that RabbitMQ and MongoDB have for them, so that whoever
connects by such a URI connects in this way. The chain and the host name are always checked: there is no switch.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from environs import Env
from marshmallow import ValidationError

MONGO: Final = ("mongodb", "mongodb+srv")
ON: Final = ("tls", "ssl")
# Of MongoDB's and RabbitMQ's URIs; compared without letter case, as pymongo does.
UNCHECKED: Final = frozenset(
    {"tlsinsecure", "tlsallowinvalidcertificates", "tlsallowinvalidhostnames", "ssl_cert_reqs", "ssl_match_hostname"}
)


def servers(env: Env) -> dict[str, str]:
    """`amqp_uri` and `mongo_uri` of the environment, with what TLS takes. What is wrong the reader tells at its end."""
    ca = env.str("SERVERS_CA", "", validate=_is_ca) or ""
    own = env.str("SERVERS_CERTIFICATE", "", validate=_is_certificate) or ""

    def is_amqp(uri: str) -> None:
        _amqp(uri, secured=bool(ca or own))

    def is_mongo(uri: str) -> None:
        mongo(uri, ca, own)

    amqp_uri = env.str("AMQP_URI", validate=is_amqp) or ""
    mongo_uri = env.str("MONGO_URI", validate=is_mongo) or ""
    try:
        return {"amqp_uri": amqp(amqp_uri, ca, own), "mongo_uri": mongo(mongo_uri, ca, own)}
    except ValidationError:
        return {}


def further(env: Env) -> Callable[[str], None]:
    """What a further URI of the database has to be, or empty; what is wrong with the files `servers` tells."""

    def check(uri: str) -> None:
        if uri:
            mongo(uri, *_files(env))

    return check


def secured(env: Env, uri: str | None) -> str:
    """A further URI with the same files; empty for one that `further` refused."""
    try:
        return mongo(uri, *_files(env)) if uri else ""
    except ValidationError:
        return ""


def _files(env: Env) -> tuple[str, str]:
    return env.str("SERVERS_CA", "") or "", env.str("SERVERS_CERTIFICATE", "") or ""


def amqp(uri: str, ca: str, own: str) -> str:
    """The broker's URI with the files of TLS. Raises: ValidationError."""
    _amqp(uri, secured=bool(ca or own))
    return _with(uri, cacertfile=ca, certfile=own)


def mongo(uri: str, ca: str, own: str) -> str:
    """The database's URI with the files of TLS. Raises: ValidationError."""
    parts = urlsplit(uri)
    if parts.scheme not in MONGO:
        raise ValidationError("a mongodb:// URI is expected")
    options = {name.lower(): value.lower() for name, value in parse_qsl(parts.query)}
    if UNCHECKED & options.keys():
        raise ValidationError("certificates and host names are always checked")
    default = "true" if parts.scheme == "mongodb+srv" else "false"
    secured = any(options.get(name, default) == "true" for name in ON)
    if (ca or own) and not secured:
        raise ValidationError("with SERVERS_CA or SERVERS_CERTIFICATE, tls=true is expected")
    return _with(uri, tlsCAFile=ca, tlsCertificateKeyFile=own)


def client(uri: str) -> dict[str, Any] | bool:
    """How py-amqp is to speak TLS to the broker of a URI; False where it is not. TLS 1.2 is the least."""
    parts = urlsplit(uri)
    if parts.scheme != "amqps":
        return False
    files = dict(parse_qsl(parts.query))
    own = files.get("certfile") or None
    return {
        "ca_certs": files.get("cacertfile") or None,
        "certfile": own,
        "keyfile": files.get("keyfile") or own,
        "cert_reqs": ssl.CERT_REQUIRED,
        # Without it py-amqp compares no name: any certificate of the same authority would do.
        "server_hostname": parts.hostname,
        "tls_minimum_version": ssl.TLSVersion.TLSv1_2,
    }


def _amqp(uri: str, *, secured: bool) -> None:
    parts = urlsplit(uri)
    if parts.scheme not in ("amqp", "amqps"):
        raise ValidationError("an amqp:// URI is expected")
    if dict(parse_qsl(parts.query)).get("verify", "verify_peer") != "verify_peer":
        raise ValidationError("certificates and host names are always checked")
    if secured and parts.scheme != "amqps":
        raise ValidationError("with SERVERS_CA or SERVERS_CERTIFICATE, an amqps:// URI is expected")


def _with(uri: str, **options: str) -> str:
    parts = urlsplit(uri)
    known = parse_qsl(parts.query)
    more = [(name, value) for name, value in options.items() if value and name not in dict(known)]
    # Untouched where nothing is added: a password in it may be written in a way of its own.
    return urlunsplit(parts._replace(query=urlencode(known + more), path=parts.path or "/")) if more else uri


def _is_ca(path: str) -> None:
    if path:
        try:
            ssl.create_default_context(cafile=path)
        except (OSError, ValueError):
            raise ValidationError("a file with certificates of authorities (PEM) is expected") from None


def _is_certificate(path: str) -> None:
    if path:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(path)
        except (OSError, ValueError):
            raise ValidationError("a file with a certificate and its key (PEM) is expected") from None

"""What gunicorn runs: the gateway and the console in one process and at one address, or either by itself.

`JINGMEI_CONSOLE`: `on` (both), `off` (the API alone), or the URL of a gateway (the console alone, asking it there).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from console.app import create_app as create_console
from console.carrying import InProcess, OverNetwork
from console.settings import ConsoleSettings
from deploy.web_settings import OFF, ON, WebSettings, web_settings
from gateway.app import create_app as create_gateway
from gateway.settings import GatewaySettings, gateway_settings
from jingmei_client import ClientError, Retry
from jingmei_client.sending import Sent
from jingmei_client.transport import Transport

Environ = dict[str, Any]
Start = Callable[..., Any]
# Addresses of the gateway; all others are pages.
API = ("/v1", "/docs", "/openapi.json", "/live", "/ready", "/metrics")
APPLICATION = "console/1"
READY_SECONDS = 3.0
# Short waits: a person is there. What has an idempotency key is safe to send again.
RETRY = Retry(tries=3, base=0.1, most=0.5, patience=9.0)


class Web:
    """One WSGI application of two. `extensions` are the gateway's: gunicorn's hooks look there."""

    def __init__(self, gateway: Flask, console: Flask) -> None:
        self._gateway, self._console, self.extensions = gateway, console, gateway.extensions

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        api = any(path == each or path.startswith(f"{each}/") for each in API)
        return (self._gateway if api else self._console)(environ, start_response)


def create_app() -> Any:
    """By the settings. Raises: SettingsError."""
    web = web_settings()
    if web.console == OFF:
        return create_gateway()
    if web.console != ON:
        return _apart(web)
    settings = gateway_settings()
    gateway = create_gateway(settings)
    transport = Transport("http://jingmei.invalid", application=APPLICATION, retry=RETRY, adapter=InProcess(gateway))
    console = create_console(transport, _console(web, settings))
    _behind(console, settings.trusted_proxies)
    return Web(gateway, console)


def _apart(web: WebSettings) -> Flask:
    """The console as a program of its own: ready when the gateway is."""
    transport = Transport(web.console, application=APPLICATION, retry=RETRY, adapter=OverNetwork(pool_maxsize=64))
    console = create_console(transport, ConsoleSettings(web.keys, web.public_url, tls=web.tls, bureau=web.bureau))

    def live() -> Response:
        return Response('{"status": "live"}', content_type="application/json")

    def ready() -> Response:
        try:
            transport.send(Sent("GET", "/ready", public=True), {"deadline": READY_SECONDS})
        except ClientError as error:
            return Response(str(error), 503)
        return live()

    for path, view in (("/live", live), ("/ready", ready)):
        view.public = True  # type: ignore[attr-defined]
        console.add_url_rule(path, f"health{path}", view)
    _behind(console, web.trusted_proxies)
    return console


def _console(web: WebSettings, settings: GatewaySettings) -> ConsoleSettings:
    """Keys of its own where there are some; otherwise one that follows from the gateway's."""
    keys = web.keys or (own_key(settings.token_key),)
    return ConsoleSettings(keys, web.public_url, tls=settings.tls, bureau=web.bureau)


def own_key(token_key: bytes) -> bytes:
    """The key of a console that was given none: it follows from the gateway's."""
    return hmac.new(token_key, b"jingmei console", sha256).digest()


def _behind(app: Flask, proxies: int) -> None:
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]

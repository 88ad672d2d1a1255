"""The gateway's application. `create_app` is what gunicorn calls, in each worker, after it has forked."""

from __future__ import annotations

import atexit
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import partial

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import gateway.api
from gateway.http import health, hooks, openapi, pages, problems, security
from gateway.http.area import Area
from gateway.runtime import build
from gateway.settings import GatewaySettings, gateway_settings
from shared import logs

VERSION = "1"
FORM_PIECE = 256 * 1024


def create_app(settings: GatewaySettings | None = None, parts: Iterable[Area] | None = None) -> Flask:
    """The application, connecting to its servers in the background. `parts` in place of all areas.

    Raises: SettingsError.
    """
    settings = settings or gateway_settings()
    logs.configure(settings.log_level, service="gateway", instance=settings.instance or "gateway")
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    # Also bounds what werkzeug reads of an upload at once (64 KiB), so it must not be less.
    app.config["MAX_FORM_MEMORY_SIZE"] = max(settings.max_body, FORM_PIECE)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.extensions["jingmei"] = runtime = build(settings)
    problems.install(app)
    hooks.install(app)
    security.install_cors(app, settings.cors_origins)
    app.register_blueprint(health.blueprint)
    openapi.prepare(app)
    blueprints = [area.blueprint for area in (areas() if parts is None else parts)]
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    app.register_blueprint(pages.make(partial(openapi.whole, blueprints, VERSION)))
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    runtime.start()
    atexit.register(runtime.stop)
    return app


def areas() -> Iterator[Area]:
    """Every area of the API: the `area` of each module in `gateway.api`, in the order of their names. Several modules
    may have one between them."""
    names = sorted(info.name for info in pkgutil.iter_modules(gateway.api.__path__))
    modules = [importlib.import_module(f"{gateway.api.__name__}.{name}") for name in names]
    found = [getattr(module, "area", None) for module in modules]
    yield from dict.fromkeys(area for area in found if isinstance(area, Area))

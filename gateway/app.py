"""The gateway's application. `create_app` is what gunicorn calls, in each worker, after it has forked."""

from __future__ import annotations

import atexit
import importlib
import pkgutil
from collections.abc import Iterable, Iterator

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import gateway.api
from gateway.accounts.store import Accounts
from gateway.audit import Sealer, Trail
from gateway.auth.attempts import Attempts
from gateway.auth.bearer import Authenticator
from gateway.auth.oidc import Issuer
from gateway.auth.people import People
from gateway.auth.rates import Counters, Rates
from gateway.auth.sessions import Sessions
from gateway.auth.tokens import Checker, Tokens
from gateway.documents.rendering import Renderer
from gateway.files import Files
from gateway.http import health, hooks, openapi, pages, problems, security
from gateway.http.area import Area
from gateway.idempotency import Answers
from gateway.imports import Jobs, Runner
from gateway.rpc import RpcClient
from gateway.runtime import Runtime
from gateway.settings import GatewaySettings, gateway_settings
from gateway.store import Store
from gateway.streams import Hub
from shared import logs
from shared.identity.cipher import FieldCipher
from shared.ids import new_id

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
    api = openapi.make(app, VERSION)
    for area in areas() if parts is None else parts:
        api.register_blueprint(area.blueprint)
    app.register_blueprint(pages.make(api))
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    runtime.start()
    atexit.register(runtime.stop)
    return app


def build(settings: GatewaySettings) -> Runtime:
    """The parts that a process has once."""
    cipher = FieldCipher(settings.field_keys)
    store = Store(settings.mongo_uri, settings.database_prefix, settings.rpc_deadline)
    store.prepare([kept.INDEXES for kept in (Accounts, Answers, Attempts, Counters, Files, Jobs, Sessions, Trail)])
    rpc, files, jobs = RpcClient(settings.amqp_uri, settings.rpc_deadline), Files(store.db), Jobs(store.db)
    people, tokens = People(store, Rates(store.db, settings.rates), cipher), Tokens(settings.token_key)
    return Runtime(
        settings=settings,
        rpc=rpc,
        cipher=cipher,
        store=store,
        answers=Answers(store.db, cipher),
        trail=Trail(store.db),
        sealer=Sealer(store.db, new_id(), settings.audit_days),
        people=people,
        tokens=tokens,
        authenticator=Authenticator(Checker(tokens, people.sessions), issuer(settings, people.accounts)),
        files=files,
        jobs=jobs,
        imports=Runner(jobs, rpc, files),
        streams=Hub(settings.amqp_uri, rpc, people.sessions),
        documents=Renderer(),
    )


def issuer(settings: GatewaySettings, accounts: Accounts) -> Issuer | None:
    """The outside issuer of identities, when one is configured."""
    if not settings.oidc_issuer:
        return None
    return Issuer(settings.oidc_issuer, settings.oidc_audience, settings.oidc_jwks_url, accounts)


def areas() -> Iterator[Area]:
    """Every area of the API: the `area` of each module in `gateway.api`, in the order of their names."""
    for info in sorted(pkgutil.iter_modules(gateway.api.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{gateway.api.__name__}.{info.name}")
        if isinstance(area := getattr(module, "area", None), Area):
            yield area

"""What a gateway process has once, built by `create_app`; within a request `runtime()` gives it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from gateway.audit import Sealer, Trail
from gateway.auth.bearer import Authenticator
from gateway.auth.people import People
from gateway.auth.tokens import Tokens
from gateway.documents.rendering import Renderer
from gateway.files import Files
from gateway.idempotency import Answers
from gateway.imports import Jobs, Runner
from gateway.rpc import RpcClient
from gateway.settings import GatewaySettings
from gateway.store import Store
from gateway.streams import Hub
from shared.identity.cipher import FieldCipher


@dataclass(frozen=True)
class Runtime:
    """The parts. `store` and `rpc` connect by themselves and come back by themselves."""

    settings: GatewaySettings
    rpc: RpcClient
    cipher: FieldCipher
    store: Store
    answers: Answers
    trail: Trail
    sealer: Sealer
    people: People
    tokens: Tokens
    authenticator: Authenticator
    files: Files
    jobs: Jobs
    imports: Runner
    streams: Hub
    documents: Renderer

    def start(self) -> None:
        """Begin the work in the background. Call it after the process has forked."""
        self.rpc.start()
        self.trail.start()
        self.sealer.start()
        self.imports.start()
        self.streams.start()

    def stop(self) -> None:
        """Finish what is in hand: no result of the audit trail is left behind."""
        self.streams.stop()
        self.imports.stop()
        self.trail.close()
        self.sealer.close()
        self.rpc.stop()
        self.store.close()


def runtime() -> Runtime:
    """What this process has once."""
    found: Runtime = current_app.extensions["jingmei"]
    return found

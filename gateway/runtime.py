"""What a gateway process has once, built by `create_app`."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.rpc import RpcClient
from gateway.settings import GatewaySettings
from shared.identity.cipher import FieldCipher


@dataclass(frozen=True)
class Runtime:
    """Reached through `gateway.current.runtime()` within a request."""

    settings: GatewaySettings
    rpc: RpcClient
    cipher: FieldCipher

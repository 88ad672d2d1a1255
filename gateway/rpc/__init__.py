"""Commands and queries to the services: nameko's RPC protocol over one long-lived connection per process."""

from gateway.rpc.client import RpcClient

__all__ = ["RpcClient"]

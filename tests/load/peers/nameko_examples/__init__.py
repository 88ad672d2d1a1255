"""The pattern of nameko/nameko-examples (commit 33cf047): `@http` gateway, RPC to the service, `EventDispatcher`.

Its SQLAlchemy and Redis dependencies are one for MongoDB here, `RpcProxy` is called `ServiceRpc` since nameko 3.
"""

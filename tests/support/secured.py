"""RabbitMQ and MongoDB that speak TLS, and take only those who show a certificate of their authority."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from pymongo import MongoClient

from deploy.local.broker import Broker
from deploy.local.database import Database


class SecuredBroker(Broker):
    """`secured_port` speaks TLS; the plain port stays, for the test's own looks."""

    def __init__(self, home: Path, port: int, secured_port: int, authority: Path, certificate: Path) -> None:
        super().__init__(home, port)
        self.secured_port, self._authority, self._certificate = secured_port, authority, certificate

    def secured(self, vhost: str, host: str = "localhost") -> str:
        """The AMQP URI over TLS, without the files."""
        return f"amqps://guest:guest@{host}:{self.secured_port}/{quote(vhost, safe='')}"

    def _prepare(self) -> None:
        super()._prepare()
        with (self.home / "conf" / "rabbitmq.conf").open("a") as out:
            out.write(
                f"listeners.ssl.default = 127.0.0.1:{self.secured_port}\n"
                f"ssl_options.cacertfile = {self._authority}\n"
                f"ssl_options.certfile = {self._certificate}\n"
                f"ssl_options.keyfile = {self._certificate}\n"
                "ssl_options.verify = verify_peer\n"
                "ssl_options.fail_if_no_peer_cert = true\n"
            )


class SecuredDatabase(Database):
    """A set of one node, which has a host name, not an address, and takes nothing in plain text."""

    def __init__(self, home: Path, port: int, authority: Path, certificate: Path) -> None:
        super().__init__(home, port)
        self._authority, self._certificate = authority, certificate

    @property
    def uri(self) -> str:
        """Without the files."""
        return f"mongodb://localhost:{self.ports[0]}/?replicaSet={self.name}&tls=true"

    def command(self, port: int) -> list[str]:
        """With TLS."""
        files = ["--tlsCertificateKeyFile", str(self._certificate), "--tlsCAFile", str(self._authority)]
        return [*super().command(port), "--tlsMode", "requireTLS", *files]

    def member(self, port: int) -> str:
        """By its name, which its certificate has."""
        return f"localhost:{port}"

    def _client(self, port: int | None = None) -> MongoClient[dict[str, Any]]:
        uri = f"mongodb://localhost:{port}/?directConnection=true&tls=true" if port else self.uri
        files = {"tlsCAFile": str(self._authority), "tlsCertificateKeyFile": str(self._certificate)}
        return MongoClient(uri, serverSelectionTimeoutMS=5_000, **files)

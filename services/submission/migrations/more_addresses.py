"""More spellings of an address are known as one (ixigua.com, share.api.weibo.cn, repeated parameters, fragments of
articles): publications from before are kept under the canonical address of now, as `canonical_places` does it."""

from __future__ import annotations

from services.submission.migrations.canonical_places import report, upgrade

__all__ = ["dependencies", "name", "report", "upgrade"]

name = "more_addresses"
dependencies = ["canonical_places"]

"""E-mail addresses of accounts are kept sealed (AES-256-GCM, the ring of field keys), each as its account's alone.

What is sealed has no `@`, so it is told from an address that was kept before this; and it stays as it is where there is
no ring of keys (an operator's command), or its key left the ring.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

from shared import logs
from shared.identity.cipher import FieldCipher, Unsealable

AS: Final = "account-email"
SIGN: Final = "@"


class Addresses:
    """Seals and opens addresses."""

    def __init__(self, cipher: FieldCipher | None) -> None:
        self._cipher = cipher

    @property
    def sealing(self) -> bool:
        """Whether what comes is sealed."""
        return self._cipher is not None

    def kept(self, email: str, bureau: str, account: str) -> str:
        """What is kept of an address."""
        if self._cipher is None or SIGN not in email:
            return email
        sealed = self._cipher.seal_bytes(email.encode(), kind=AS, bureau=bureau, owner=account)
        return f"{self._cipher.current}:{base64.b64encode(sealed).decode()}"

    def plain(self, kept: str, bureau: str, account: str) -> str:
        """The address; what cannot be opened is given as it is kept, so that nothing is lost when it is kept again."""
        if self._cipher is None or not kept or SIGN in kept:
            return kept
        key, _, body = kept.partition(":")
        try:
            data = base64.b64decode(body, validate=True)
            return self._cipher.unseal_bytes(data, key, kind=AS, bureau=bureau, owner=account).decode()
        except (Unsealable, binascii.Error) as error:
            logs.get().error("an e-mail address cannot be opened", account=account, why=str(error)[:200])
            return kept

"""Addresses and keys on their way in and out: sealed when they are set, opened only to send."""

from __future__ import annotations

from shared.identity.cipher import FieldCipher
from shared.identity.masking import mask_email, mask_middle
from shared.identity.sealed import Sealed

# NUL can be in neither part.
BETWEEN = "\0"


class Sealer:
    """Binds every value to its bureau and owner, so that one cannot be moved to another."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def email(self, address: str, bureau: str, account: str) -> Sealed:
        """An account's e-mail address."""
        return self._cipher.seal(address, mask_email(address), kind="email", bureau=bureau, owner=account)

    def open_email(self, sealed: Sealed, bureau: str, account: str) -> str:
        """The address. Raises: Unsealable."""
        return self._cipher.unseal(sealed, kind="email", bureau=bureau, owner=account)

    def link(self, link: str, bureau: str, delivery: str) -> Sealed:
        """A link that is mailed once."""
        return self._cipher.seal(link, "", kind="link", bureau=bureau, owner=delivery)

    def open_link(self, sealed: Sealed, bureau: str, delivery: str) -> str:
        """The link. Raises: Unsealable."""
        return self._cipher.unseal(sealed, kind="link", bureau=bureau, owner=delivery)

    def robot(self, key: str, secret: str, bureau: str) -> Sealed:
        """The key and the signing secret of a bureau's robot."""
        text = f"{key}{BETWEEN}{secret}"
        return self._cipher.seal(text, mask_middle(key, 0, 4), kind="robot", bureau=bureau, owner="robot")

    def open_robot(self, sealed: Sealed, bureau: str) -> tuple[str, str]:
        """Key and secret. Raises: Unsealable."""
        text = self._cipher.unseal(sealed, kind="robot", bureau=bureau, owner="robot")
        key, _, secret = text.partition(BETWEEN)
        return key, secret

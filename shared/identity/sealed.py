"""A value that is stored encrypted and shown masked, as the rules see it: opaque."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sealed:
    """An encrypted value. Two are equal when their blind indexes are: the ciphertext differs every time.

    `masked` may be shown, `token` is `<key id>:<base64>`, `index` is a keyed hash that finds equal values of
    one kind in one bureau without opening them.
    """

    masked: str = field(compare=False)
    token: str = field(compare=False, repr=False)
    index: str

    @property
    def key(self) -> str:
        """The id of the key that it was sealed under."""
        return self.token.partition(":")[0]

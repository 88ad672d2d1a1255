"""What a console needs to be told."""

from __future__ import annotations

from dataclasses import dataclass, field

MIB = 1024 * 1024


@dataclass(frozen=True)
class ConsoleSettings:
    """`keys`: 32 bytes each; the first seals the cookies, all of them open what was sealed before.

    `public_url`: where the world finds these pages. `tls`: browsers come over TLS, here or at a proxy. `bureau`: the
    code that the sign-in page offers. `max_upload`: bytes of one file in a form.
    """

    keys: tuple[bytes, ...] = field(repr=False)
    public_url: str = ""
    tls: bool = False
    bureau: str = ""
    max_upload: int = 200 * MIB
    deadline: float = 9.0

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; with the prefix browsers hold it to this host and to TLS."""
        return "__Host-jingmei" if self.tls else "jingmei"

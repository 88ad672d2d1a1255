"""Write the secrets of `docker-compose.yml` into a file, once: `python3 -m deploy.docker.make_env .env`.

Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import base64
import os
import secrets
import sys

from services import PROGRAMS

OWNERS = (*PROGRAMS, "operator")


def values() -> dict[str, str]:
    """A fresh set of secrets. All are safe in a URI and in an environment file without quotes."""
    passwords = {f"JINGMEI_MONGO_{owner.upper()}": secrets.token_urlsafe(24) for owner in OWNERS}
    return {
        "JINGMEI_AMQP_PASSWORD": secrets.token_urlsafe(24),
        "JINGMEI_MONGO_ROOT": secrets.token_urlsafe(24),
        # mongod takes 6 to 1024 characters of the base64 set, without - and _.
        "JINGMEI_MONGO_KEY": base64.b64encode(secrets.token_bytes(96)).decode(),
        **passwords,
        "JINGMEI_FIELD_KEYS_GATEWAY": field_key(),
        "JINGMEI_FIELD_KEYS_OUTLET": field_key(),
        "JINGMEI_FIELD_KEYS_NOTIFICATION": field_key(),
        "JINGMEI_TOKEN_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("="),
    }


def field_key() -> str:
    """A ring of one key for the encryption of single fields: `<id>:<base64 of 32 bytes>`."""
    return f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def main(arguments: list[str]) -> int:
    """Write the file unless it exists: new passwords would not fit the data that the old ones protect."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        descriptor = os.open(arguments[0], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{arguments[0]} exists and stays as it is")
        return 0
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write("# Made by `make compose-env`. Secrets: keep it. Losing the field keys loses what they encrypt.\n")
        out.writelines(f"{name}={value}\n" for name, value in values().items())
    print(f"{arguments[0]} written (readable by you alone)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

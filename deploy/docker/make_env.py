"""Write the secrets of `docker-compose.yml` into a file, each once: `python3 -m deploy.docker.make_env .env`.

Which ones there are says the compose file: every variable that it cannot do without. Those that the file has stay, for
new ones would not fit the data that they protect; what a newer version needs besides is added.

Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import sys
from pathlib import Path

COMPOSE = Path(__file__).parents[2] / "docker-compose.yml"
NEEDED = re.compile(r"\$\{(\w+):\?")
HAS = re.compile(r"^(\w+)=.", re.MULTILINE)
RINGS = ("JINGMEI_FIELD_KEYS_", "JINGMEI_AUDIT_KEYS", "JINGMEI_SIGNING_KEYS")
HERE = "http://127.0.0.1:8080"
HEAD = "# Made by `make compose-env`. Secrets: keep it. Losing the field keys loses what they encrypt.\n"


def needed() -> list[str]:
    """The names of all secrets."""
    return list(dict.fromkeys(NEEDED.findall(COMPOSE.read_text(encoding="utf-8"))))


def fresh(name: str) -> str:
    """A new secret of that name. All are safe in a URI and in an environment file without quotes."""
    if name == "JINGMEI_PUBLIC_URL":
        # No secret: what is right as long as nobody has said what is.
        return HERE
    if name == "JINGMEI_MONGO_KEY":
        # mongod takes 6 to 1024 characters of the base64 set, without - and _.
        return base64.b64encode(secrets.token_bytes(96)).decode()
    if name == "JINGMEI_TOKEN_KEY":
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    return ring() if name.startswith(RINGS) else secrets.token_urlsafe(24)


def ring() -> str:
    """A ring of one key, of single fields, of the audit trail or of signatures: `<id>:<base64 of 32 bytes>`."""
    return f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def main(arguments: list[str]) -> int:
    """Add what is missing in the file; gives the exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    path = Path(arguments[0])
    before = path.read_text(encoding="utf-8") if path.exists() else HEAD
    missing = [name for name in needed() if name not in HAS.findall(before)]
    if not missing:
        print(f"{path} has every secret and stays as it is")
        return 0
    lines = [before.rstrip("\n"), *(f"{name}={fresh(name)}" for name in missing), ""]
    # Whole or not at all: half a file would be taken for one that has what it lacks.
    new = path.with_name(f"{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write("\n".join(lines))
    new.replace(path)
    told = "written (readable by you alone)" if before is HEAD else f"has {', '.join(missing)} besides"
    print(f"{path} {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

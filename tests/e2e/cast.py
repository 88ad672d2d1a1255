"""The people and objects of the access test: everybody who may stand before an endpoint, and what they ask about."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cached_property
from io import BytesIO
from typing import Any

from shared.context import STAFF_ROLES, Role
from shared.sheets import write
from tests.e2e.people import OTHER_BUREAU, Data, People, Person, eventually, invite, join, register, verify

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
FILE: dict[str, Any] = {"files": {"file": ("授权书.png", PNG, "image/png")}, "data": {"kind": "evidence"}}

TUS = {"Tus-Resumable": "1.0.0"}
UPLOAD = TUS | {"Upload-Length": "100", "Upload-Metadata": "kind ZXZpZGVuY2U="}
PART = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}


def _sheet() -> bytes:
    file = BytesIO()
    write(file, [{"name": "滨江播报", "region": "浦沿"}])
    return file.getvalue()


SHEET: dict[str, Any] = {"files": {"file": ("媒体.xlsx", _sheet())}}
PUBLIC = frozenset({"nobody"})
STAFF = frozenset(str(role) for role in STAFF_ROLES)
MEMBERS = frozenset({"owner", "member"})
# Of the same bureau without a role in it or in the outlet; then another bureau's people.
BYSTANDERS = frozenset({"stranger", "other_owner"})
FOREIGNERS = frozenset({"foreign_staff", "foreign_owner"})
LOCALS = MEMBERS | STAFF | BYSTANDERS
SIGNED_IN = LOCALS | FOREIGNERS
EVERYBODY = sorted(PUBLIC | SIGNED_IN)

Parts = dict[str, str]


class Cast:
    """Made once. `outlet` is what the refused ask about: nothing may happen to it."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._numbers = itertools.count()
        self.persons = {"nobody": people.nobody} | {role: people.new(Role(role)) for role in sorted(STAFF)}
        self.persons |= {name: people.new() for name in ("owner", "member", "stranger", "other_owner")}
        self.persons["foreign_staff"] = people.new(*STAFF_ROLES, bureau=OTHER_BUREAU)
        self.persons["foreign_owner"] = people.new(bureau=OTHER_BUREAU)
        register(self.persons["other_owner"])
        register(self.persons["foreign_owner"])
        self.outlet = verify(self["liaison"], self.new_outlet())
        self._invitation = invite(self["owner"], self.outlet["id"])[0]

    def __getitem__(self, name: str) -> Person:
        return self.persons[name]

    @property
    def people(self) -> People:
        """Who makes people."""
        return self._people

    def double(self, name: str) -> Person:
        """Somebody with the same roles who can be signed out or changed without harm."""
        person = self.persons[name]
        roles = STAFF_ROLES if name == "foreign_staff" else [Role(name)] if name in STAFF else []
        return self._people.new(*roles, bureau=person.bureau) if person.account else person

    def new_outlet(self) -> Data:
        """One more like it: of the owner, with the member."""
        made = register(self["owner"])
        return join(self["owner"], self["member"], made["id"])

    # --- what stands in the paths ---

    def nothing(self, _fresh: bool) -> Parts:
        """No part in the path."""
        return {}

    def of_outlet(self, fresh: bool) -> Parts:
        """An outlet, its channel, its member."""
        outlet = self.new_outlet() if fresh else self.outlet
        channel = outlet["channels"][0]["id"]
        return {"outlet": outlet["id"], "channel": channel, "account": self["member"].account}

    def of_verified_channel(self, fresh: bool) -> Parts:
        """A channel that is verified, where somebody may end that."""
        parts = self.of_outlet(fresh)
        if fresh:
            path = "/outlets/{outlet}/channels/{channel}/verification".format(**parts)
            self["liaison"].ok("POST", path, json={"level": "county", "note": "后台截图"})
        return parts

    def of_invitation(self, fresh: bool) -> Parts:
        """An open invitation."""
        if fresh:
            parts = self.of_outlet(fresh=True)
            return parts | {"invitation": invite(self["owner"], parts["outlet"])[0]}
        return self.of_outlet(fresh=False) | {"invitation": self._invitation}

    def of_account(self, _fresh: bool) -> Parts:
        """An account that nobody misses."""
        return {"account": self._people.new().account}

    def of_session(self, _fresh: bool) -> Parts:
        """A session of the owner's."""
        owner = self._people.again(self["owner"])
        found = owner.ok("GET", "/sessions")["items"]
        return {"session": next(row["id"] for row in found if row["current"])}

    def of_file(self, _fresh: bool) -> Parts:
        """A file of the owner's that nothing has."""
        return {"file": self._file}

    def of_proof(self, _fresh: bool) -> Parts:
        """An outlet like the others, and a file that it sent along."""
        return self._proof

    def of_upload(self, fresh: bool) -> Parts:
        """An upload of the owner's."""
        return {"upload": self.new_upload() if fresh else self._upload}

    def new_upload(self) -> str:
        """One more upload of the owner's."""
        return str(self["owner"].ok("POST", "/uploads", headers=UPLOAD)["id"])

    def of_import(self, _fresh: bool) -> Parts:
        """An import by the liaison."""
        return {"import_id": self._import}

    def of_item(self, _fresh: bool) -> Parts:
        """An item in the owner's inbox."""
        return {"item": self.item}

    @cached_property
    def item(self) -> str:
        """An item for the owner alone: its outlet was verified. What is sent to all others may read as well."""
        owner = self["owner"]

        def own() -> list[Data]:
            items = owner.ok("GET", "/inbox", params={"limit": 100})["items"]
            return [item for item in items if item["address"] == f"account:{owner.account}"]

        return str(eventually(own)[0]["id"])

    @cached_property
    def _import(self) -> str:
        return str(self["liaison"].ok("POST", "/outlet-imports", **SHEET)["id"])

    @cached_property
    def _upload(self) -> str:
        return self.new_upload()

    @cached_property
    def _file(self) -> str:
        return str(self["owner"].ok("POST", "/files", **FILE)["id"])

    @cached_property
    def _proof(self) -> Parts:
        file = str(self["owner"].ok("POST", "/files", **FILE)["id"])
        made = register(self["owner"], proofs=[{"files": [file], "note": "授权书"}])
        return {"outlet": join(self["owner"], self["member"], made["id"])["id"], "file": file}

    def code(self) -> str:
        """A code that lets its holder join an outlet."""
        return invite(self["owner"], register(self["owner"])["id"])[1]

    def login(self) -> str:
        """A login name that is free."""
        return f"new-{next(self._numbers)}"


Where = Callable[[Cast, bool], Parts]

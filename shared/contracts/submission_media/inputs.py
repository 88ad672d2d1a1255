"""What is asked of the media directory."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, validates_schema

from shared.contracts.fields import (
    Checked,
    Choice,
    Form,
    Name,
    Rule,
    Text,
    cursor,
    identifier,
    limit,
    note,
    several,
)
from shared.contracts.media_terms import MediumKind, MediumState
from shared.contracts.outlet_terms import Level, Platform
from shared.contracts.sought import Sought
from shared.hosts import canonical_host

MAX_NAME = 60
MAX_REASON = 500
MAX_ALIASES = 20
MAX_PLACES = 40
MAX_HOSTS = 20
# Of an account on a platform, also of one that was taken in before names were checked.
MAX_ACCOUNT = 200
# The accounts of a page of outlets: a hundred of each.
MAX_CALLED = 10_000
LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")


def host_problem(text: str) -> str | None:
    """The rule that a host breaks, if any: at least two labels (RFC 1123), no scheme, port or path."""
    labels = text.split(".")
    return None if len(labels) > 1 and all(map(LABEL.match, labels)) else "medium.host"


def _canonical(text: str) -> str:
    try:
        return canonical_host(text)
    except UnicodeError:
        return text  # refused by the check


def host(**options: Any) -> Text:
    """A host such as `zjol.com.cn`; it stands for whatever is before it with a dot as well."""
    return Checked(host_problem, _canonical, 253, **options)


class PlaceInput(Form):
    """Where a medium publishes: its account on a platform, or the hosts of its pages."""

    platform = Choice(Platform, required=True)
    account_name = Text(MAX_NAME, shortest=0, load_default="")
    hosts = several(host(), MAX_HOSTS, load_default=list, metadata=note("Such as zjol.com.cn, subdomains included."))


def _places(**options: Any) -> Any:
    return several(PlaceInput, MAX_PLACES, least=1, **options)


def _aliases(**options: Any) -> Any:
    told = (
        "Other names, former ones too. One spelling is enough: 《》, traditional characters and blanks do not matter."
    )
    return several(Text(MAX_NAME), MAX_ALIASES, metadata=note(told), **options)


class MediumInput(Form):
    """A medium."""

    name = Name(MAX_NAME, required=True, metadata=note("Stands in tables and ledgers: every character can be printed."))
    level = Choice(Level, required=True)
    kind = Choice(MediumKind, required=True)
    aliases = _aliases(load_default=list)
    platforms = _places(required=True)


class ShippedMedium(MediumInput):
    """A medium of the list that is shipped."""

    id = identifier(required=True)


def _reason() -> Text:
    return Text(MAX_REASON, multiline=True, required=True)


class AddMedium(MediumInput):
    """Add a medium to the bureau's directory."""

    reason = _reason()


class OnMedium(Form):
    """Base of what is done to one entry."""

    medium = identifier(required=True, metadata=note("The entry's id."))


class ChangeMedium(OnMedium):
    """Change what is given of an entry; lists are given as they shall be."""

    name = Name(MAX_NAME)
    level = Choice(Level)
    kind = Choice(MediumKind)
    aliases = _aliases()
    platforms = _places()
    reason = _reason()

    @validates_schema(skip_on_field_errors=True)
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if data.keys() <= {"medium", "reason"}:
            raise ValidationError(Rule("nothing_to_change"))


class RetireMedium(OnMedium):
    """Take an entry out of use: nothing new is reported in it. What was reported stays."""

    reason = _reason()


class ReinstateMedium(OnMedium):
    """Take a retired entry into use again."""

    reason = _reason()


class MediumQuery(OnMedium):
    """One entry."""


class CalledLike(Form):
    """The entries that have one of these names, aliases or account names, in any spelling."""

    names = several(Text(MAX_ACCOUNT, shortest=0), MAX_CALLED, required=True)


class SearchMedia(Form):
    """Entries by name; filters are combined."""

    q = Sought(MAX_NAME, metadata=note("Part of a name, an alias, an account name or a host, in any spelling."))
    level = Choice(Level)
    kind = Choice(MediumKind)
    platform = Choice(Platform)
    state = Choice(MediumState, load_default=MediumState.ACTIVE)
    cursor = cursor()
    limit = limit()


class MediumHistoryQuery(OnMedium):
    """The versions of an entry, newest first."""

    cursor = cursor()
    limit = limit()

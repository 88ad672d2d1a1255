"""Forms: plain HTML by POST, answered by a redirect; refused, the same page with the text and what is wrong."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from inspect import signature
from typing import Any, Final, ParamSpec, cast

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.wrappers import Response

from console import shown
from console.asking import api, session
from console.numerals import count, row, whole
from console.proofs import wanted
from console.words import text
from jingmei_client import (
    ABSENT,
    Absent,
    Conflict,
    KeyReused,
    Problem,
    Unauthorised,
    Unreachable,
    VersionMismatch,
)

P = ParamSpec("P")
Shown = Any
# What the person can mend on the page itself. All else has a page of its own, with the text where there is some.
MENDED: Final = frozenset({400, 401, 403, 408, 409, 412, 413, 422, 428, 429, 502, 503, 504, 507})
UNKNOWN: Final = frozenset({502, 503, 504})
HIDDEN: Final = ("key", "version", "kept")
UNAVAILABLE: Final = 503
# What is said on the next page to its script alone.
LEFT, TAKEN = "left", "taken"
# Of the name under which a browser keeps unsent text: it goes to the next page in a cookie.
LONGEST_NAME: Final = 100
# What the API takes as an idempotency key, and HTTP as a header. A form with another was not made by a page of ours.
KEY: Final = re.compile(r"[!-~]{1,128}\Z")


class Form:
    """What is in a form: what was sent, or what is there before anybody wrote."""

    def __init__(self, name: str, which: str, values: MultiDict[str, str], *, sent: bool = False) -> None:
        self.name, self.which, self.values, self.sent = name, which, values, sent
        key = values.get("key", "")
        self.key = key if KEY.fullmatch(key) else str(uuid.uuid4())
        self.problem: Problem | Unreachable | None = None
        self.told = False

    def text(self, name: str) -> str:
        """A field's text; empty when it was not filled in."""
        return self.values.get(name, "")

    def given(self, name: str) -> str | Absent:
        """A field's text, or that it is left out: for what the API does not want empty."""
        return self.values.get(name) or ABSENT

    def many(self, name: str) -> list[str]:
        """All texts of a field that may come several times, without the empty ones."""
        return [each for each in self.values.getlist(name) if each]

    def number(self, name: str) -> Any:
        """A whole number; other text goes as it is, so that the API refuses it at its field."""
        value = self.text(name).strip().replace(",", "").replace("，", "")
        if not value:
            return ABSENT
        return whole(value)

    @property
    def written(self) -> bool:
        """Whether it holds more than what every form has: something that can be lost."""
        return any(value for name, value in self.values.items(multi=True) if name not in HIDDEN)

    def ticked(self, name: str) -> bool:
        """A tick box."""
        return name in self.values

    def rows(self, prefix: str, *names: str) -> list[dict[str, str]]:
        """`contacts.0.name`, `contacts.1.name` … as objects; rows in which nothing is written are left out."""
        found: dict[int, dict[str, str]] = {}
        for name, value in self.values.items(multi=True):
            head, _, rest = name.partition(".")
            index, _, field = rest.partition(".")
            number = row(index)
            if head == prefix and number is not None and field in names and value.strip():
                found.setdefault(number, {})[field] = value
        return [found[index] for index in sorted(found)]

    def renumber(self, prefix: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Have the rows in the form as they are sent: what is wrong with one comes back by its number."""
        values = MultiDict(each for each in self.values.items(multi=True) if not each[0].startswith(f"{prefix}."))
        values.update({f"{prefix}.{n}.{name}": value for n, row in enumerate(rows) for name, value in row.items()})
        self.values = values

    @property
    def version(self) -> int | None:
        """The version that the person saw; one that there never is for what is no version."""
        value = self.values.get("version", "")
        return count(value) if value else None

    @property
    def options(self) -> dict[str, Any]:
        """The idempotency key, for every call of the API that changes something."""
        return {"key": self.key}

    @property
    def versioned(self) -> dict[str, Any]:
        """Key and version."""
        return {"key": self.key, "version": self.version}

    def tell(self) -> str:
        """Whoever shows why it was refused says so; nothing to print."""
        self.told = True
        return ""

    def wrong(self, name: str) -> list[str]:
        """What is wrong with a field, in the API's words. `contacts.0.name` is `/contacts/0/name` there."""
        pointer = "/" + name.replace(".", "/")
        errors = self.problem.errors if isinstance(self.problem, Problem) else ()
        return [each.message for each in errors if each.pointer == pointer]

    def elsewhere(self, *names: str) -> list[str]:
        """What is wrong and belongs to none of the fields."""
        own = {"/" + name.replace(".", "/") for name in names}
        errors = self.problem.errors if isinstance(self.problem, Problem) else ()
        return [each.message for each in errors if each.pointer not in own]

    def refused(self, problem: Problem | Unreachable) -> None:
        """Show it again. The key stays where the outcome is not known: sent once more it has one effect."""
        self.problem = problem
        if not isinstance(problem, Unreachable) and problem.status not in UNKNOWN:
            self.key = str(uuid.uuid4())


def sent(which: str = "") -> Form:
    """The form that was just sent. `which` tells apart forms of one address that stand on one page."""
    form = Form(request.endpoint or "", which, request.form, sent=True)
    g.form = form
    return form


def form(name: str, which: Any = "", /, **initial: Any) -> Form:
    """A form for a page: the refused one when it is that, otherwise one with what is there. `name` is the endpoint."""
    refused: Form | None = g.get("form")
    if refused is not None and refused.name == name and refused.which == str(which):
        return refused
    return Form(name, str(which), MultiDict({k: _shown(v) for k, v in initial.items() if v is not None}))


def untold() -> Form | None:
    """The form that was refused, when the page shows it no more: what it was for has changed in the meantime."""
    refused: Form | None = g.get("form")
    return refused if refused is not None and refused.problem is not None and not refused.told else None


def answering(show: Callable[..., Shown]) -> Callable[[Callable[P, Response]], Callable[P, Shown]]:
    """A change that shows the page again when it is refused: with the API's status, the text kept, and what is wrong.

    The view makes its form by `sent()`, so that nobody's text is lost by an error. `show` is the view of that page, and
    takes of the change's arguments those that it has.
    """

    def decorate(change: Callable[P, Response]) -> Callable[P, Shown]:
        @wraps(change)
        def view(*args: P.args, **kwargs: P.kwargs) -> Shown:
            try:
                return change(*args, **kwargs)
            except (Problem, Unreachable) as problem:
                if (isinstance(problem, Unauthorised) and session() is not None) or wanted(problem):
                    raise  # it is over: signing in comes first; or a page asks who sits there, and the form goes on
                values = signature(change).bind(*args, **kwargs).arguments
                return _again(problem, lambda: shown.show(show, **values))

        return view

    return decorate


def _again(problem: Problem | Unreachable, show: Callable[[], Shown]) -> Shown:
    refused: Form | None = g.get("form")
    status = problem.status if isinstance(problem, Problem) else UNAVAILABLE
    if refused is None or (status not in MENDED and not refused.written):
        raise problem
    refused.refused(problem)
    try:
        page = show() if status in MENDED else None
    except (Problem, Unreachable):
        page = None
    # What the page shows cannot be had either: the text is shown by itself, to be copied and sent again.
    return page or render_template("kept.html", form=refused, error=problem), status


def done(key: str, endpoint: str, /, anchor: str = "", **values: Any) -> Response:
    """Done: say so on the next page, which is asked for anew."""
    flash(text(key))
    if name := request.form.get("kept", "")[:LONGEST_NAME]:
        forget_sent(name)
    return redirect(url_for(endpoint, _anchor=anchor or None, **values), 303)


def forget_sent(*names: str) -> None:
    """The next page has the browser forget the text that it kept of forms (`data-keep`): it was sent, and taken."""
    for name in names:
        flash(name, TAKEN)


def forget_kept(account: str) -> None:
    """The next page has the browser forget the unsent text that it kept for an account: somebody left on purpose."""
    flash(account, LEFT)


def explained(problem: Problem | Unreachable) -> str:
    """What to tell the person, besides what is wrong with which field."""
    if isinstance(problem, Unreachable):
        return text("problem.unreachable")
    if isinstance(problem, VersionMismatch):
        return text("problem.changed_meanwhile")
    if isinstance(problem, KeyReused):
        return text("problem.sent_already")
    return problem.detail or problem.title


def uploaded(name: str, kind: str, options: Mapping[str, Any] | None = None) -> list[str]:
    """The files of a field: those that were sent before, whose ids the form names, and those that come with it."""
    found = [each for each in request.form.getlist(name) if each]
    for file in request.files.getlist(f"{name}.file"):
        if file.filename:
            found.append(keep_file(file, kind, **(options or {})))
    # Kept in the form, so that a refusal of another field does not cost the person the upload.
    if refused := cast(Form | None, g.get("form")):
        values = MultiDict(refused.values)
        values.setlist(name, found)
        refused.values = values
    return found


def keep_file(file: FileStorage, kind: str, **options: Any) -> str:
    """Send one file on to the API, in parts; its id. What was begun and failed is ended: no page could go on with it.
    Who has too many under way by other programs sends it at once, as far as the API takes that. Raises: Problem."""
    name, begun = file.filename or "file", set[str]()
    sent_on: Any = {"kind": kind, "name": name, "progress": lambda told: begun.add(told.upload)}
    try:
        return str(api().send_file(cast(Any, file.stream), **sent_on, **options)["id"])
    except (Problem, Unreachable) as problem:
        for upload in begun:
            with suppress(Problem, Unreachable):
                api().uploads.cancel(upload)
        if not isinstance(problem, Conflict) or problem.code != "upload.too_many":
            raise
    file.stream.seek(0)
    return str(api().files.upload((name, file.stream.read()), kind=cast(Any, kind))["id"])


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "on" if value else ""
    return [str(each) for each in value] if isinstance(value, list | tuple) else str(value)

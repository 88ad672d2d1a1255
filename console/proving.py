"""What takes one's password or code again: the API says so, a page asks for it, and the form goes on as it was sent."""

from __future__ import annotations

from typing import Any, Final

from flask import g, render_template, request

from console.asking import api, session
from console.credentials import options, read
from console.forms import Form, sent
from console.proofs import KEY, PROOFS
from jingmei_client import Forbidden, Problem, Unauthorised, Unreachable

# How the fields begin by which the page asks for it.
FIELD: Final = "proof."
UNAVAILABLE: Final = 503


def ask(problem: Problem | Unreachable) -> Any:
    """The page that asks; with what was sent, so that it is done after that."""
    form: Form = g.get("form") or sent()
    by = PROOFS[problem.code] if isinstance(problem, Forbidden) else ""
    return _page(form, by, None), 403


def given() -> Any:
    """Before a form is looked at: what it proves goes to the API. The page asks once more when that is refused."""
    if request.method != "POST" or session() is None:
        return None
    # A key's field comes empty where a code was typed.
    by = next((name for name in (KEY, *PROOFS.values()) if request.form.get(FIELD + name)), None)
    by = by or next((name for name in PROOFS.values() if FIELD + name in request.form), None)
    if by is None:
        return None
    value = request.form[FIELD + by]
    try:
        if by == KEY:
            api().sessions.prove_again(credential=read(value))
        elif by == "code":
            api().sessions.prove_again(code=value)
        else:
            api().sessions.prove_again(password=value)
    except Unauthorised:
        raise  # it is over: signing in comes first
    except (Problem, Unreachable) as problem:
        return _page(sent(), "code" if by == KEY else by, problem), problem.status if isinstance(
            problem, Problem
        ) else UNAVAILABLE
    return None


def _page(form: Form, by: str, problem: Problem | Unreachable | None) -> str:
    """`form` keeps its key: nothing was done with it."""
    values = [(name, value) for name, value in form.values.items(multi=True) if not name.startswith(FIELD)]
    asked = Form("proving", "", form.values)
    asked.problem = problem
    form.tell()
    key = options(api().security_keys.for_proof) if by == "code" else None
    return render_template("prove.html", form=asked, values=values, by=by, field=FIELD + by, key=key, at=FIELD + KEY)

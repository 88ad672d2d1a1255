"""Sends messages through apprise in a process of its own: `python -m services.notification.sender`.

A job is a line of JSON (id, url, title, body, robot, to, mark) on standard input, its outcome one (id, error) on
standard output. Its network calls block, which a service's loop must not; it ends with its input, so with the service.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from email.utils import make_msgid
from typing import Any

import apprise
import requests
from apprise.plugins.email import base

AT_ONCE = 8
# Of the job that a thread works on: the last answer, what apprise warned of, and what its e-mail is called. Jobs do not
# see each other's.
_own = threading.local()
_send = requests.Session.send
_out = threading.Lock()


def _noted(self: requests.Session, request: Any, **options: Any) -> requests.Response:
    """Robots answer 200 to everything and say in the body whether they took it, which apprise does not read."""
    answer = _send(self, request, **options)
    _own.answer = answer
    return answer


def _same_id(idstring: str | None = None, domain: str | None = None) -> str:
    """The Message-ID of a job's e-mail: the same at each attempt, where apprise makes a new one."""
    mark = getattr(_own, "mark", "")
    return f"<{mark}@{domain}>" if mark else make_msgid(idstring, domain)


class Warnings(logging.Handler):
    """Keeps what is warned of while a thread works on its job."""

    def emit(self, record: logging.LogRecord) -> None:
        """Called in the thread that logs."""
        if hasattr(_own, "warnings"):
            _own.warnings.append(record.getMessage())


def refusal(answer: requests.Response | None) -> str:
    """Why a robot did not take a message, empty when it did (`errcode` of WeCom and DingTalk, `code` of Feishu)."""
    if answer is None:
        return "no answer"
    try:
        told = answer.json()
        code = told.get("errcode", told.get("code", told.get("StatusCode")))
    except (ValueError, AttributeError):
        return "not an answer of a robot"
    if code in (0, "0"):
        return ""
    return f"{code}: {told.get('errmsg', told.get('msg', ''))}"


def send(job: dict[str, Any]) -> str:
    """The error of one job, empty when it was sent."""
    _own.answer, _own.warnings, _own.mark = None, [], job.get("mark", "")
    try:
        target = apprise.Apprise.instantiate(job["url"], suppress_exceptions=True)
        if target is None:
            return "the address is not usable"
        if job["to"]:
            # apprise looks for a name in an address: it would write to brien@ for o'brien@, who is somebody else.
            target.targets = [(False, job["to"])]  # type: ignore[attr-defined]
        taken = target.notify(body=job["body"], title=job["title"], body_format=apprise.NotifyFormat.TEXT)
    except Exception as error:  # a plugin may raise anything; it is one message's failure
        return type(error).__name__
    if not taken:
        return "; ".join(_own.warnings) or "refused"
    return refusal(_own.answer) if job["robot"] else ""


def work(line: str) -> None:
    """Do one job and tell its outcome."""
    job = json.loads(line)
    told = json.dumps({"id": job["id"], "error": send(job)})
    with _out:
        sys.stdout.write(told + "\n")
        sys.stdout.flush()


def main() -> None:
    """Until the input ends. A signal to the group is the service's to answer: it settles what is in hand first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    logging.getLogger("apprise").addHandler(Warnings(logging.WARNING))
    requests.Session.send = _noted  # type: ignore[method-assign]
    base.make_msgid = _same_id  # type: ignore[attr-defined]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for line in sys.stdin:
            pool.submit(work, line)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)

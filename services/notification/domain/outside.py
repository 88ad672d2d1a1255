"""What leaves the system: by which channel, to which address in apprise's form, and when it is tried again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from services.notification.domain.directory import EVERYBODY
from services.notification.domain.kinds import Kind
from shared.contracts.notification_terms import DeliveryState, Robot
from shared.cutting import Room, shortened
from shared.errors import FieldProblem, Invalid

BULLETINS = frozenset({Kind.BULLETIN_PUBLISHED, Kind.BULLETIN_RECALLED})
BREAK = "\r\n"  # what apprise puts between title and body where a robot knows no titles


def _utf8(text: str) -> int:
    return len(text.encode())


def _escaped(text: str) -> int:
    """Bytes of a text in JSON as apprise writes it, without anything but ASCII: a Chinese character has six."""
    return len(json.dumps(text))


# What a message may hold, title and body: WeCom counts the text's bytes and refuses more than 2048, DingTalk and Feishu
# the whole request's, 20,000 and 20 KiB, of which some are not text. A mail's is apprise's own, in characters.
ROOMS: Mapping[Robot, Room] = {
    Robot.WECOM: Room(2_048, _utf8),
    Robot.DINGTALK: Room(19_000, _escaped),
    Robot.FEISHU: Room(19_000, _escaped),
}
MAIL, SUBJECT = Room(32_768), Room(200)
LONGEST_ERROR = 300
# Why a delivery was dropped.
CLOSED = "the account is closed"
KEYS = {
    Robot.WECOM: re.compile(r"^[A-Za-z0-9_-]{8,128}$"),
    Robot.DINGTALK: re.compile(r"^[A-Za-z0-9]{8,128}$"),
    Robot.FEISHU: re.compile(r"^[A-Za-z0-9_-]{8,128}$"),
}


@dataclass(frozen=True)
class Message:
    """What is sent, to where (with its secrets). `to`: the one recipient of an e-mail; `mark`: what all attempts at one
    have in common."""

    url: str
    title: str
    body: str
    robot: bool = False
    to: str = ""
    mark: str = ""


def leaves(kind: str, *, urgent: bool) -> bool:
    """Whether an item is also sent outside: urgent ones and bulletins are."""
    return urgent or kind in BULLETINS


def for_robot(to: Sequence[str]) -> bool:
    """Whether the group may read it: only what is for all. A group chat has no audience of its own."""
    return EVERYBODY in to


def for_group(robot: Robot, title: str, body: str, mark: str) -> tuple[str, str]:
    """Title and body as a robot takes them; `mark` stands where a body was cut."""
    room = ROOMS[robot]
    title = shortened(title, Room(room.most // 2, room.size))
    return title, shortened(body, room.without(title + BREAK), mark)


def for_mail(title: str, body: str, mark: str) -> tuple[str, str]:
    """Subject and body of an e-mail."""
    return shortened(title, SUBJECT), shortened(body, MAIL, mark)


def require_robot(kind: Robot | None, key: str, secret: str) -> None:
    """Raises: Invalid for a key that is not of the form of its kind."""
    problems = []
    if kind is not None and not KEYS[kind].fullmatch(key):
        problems.append(FieldProblem("/key", "robot.key"))
    if kind is None and key:
        problems.append(FieldProblem("/key", "robot.key"))
    if secret and kind is not Robot.DINGTALK:
        problems.append(FieldProblem("/secret", "robot.secret"))
    if problems:
        raise Invalid("validation", problems=problems)


def robot_url(kind: Robot, key: str, secret: str) -> str:
    """apprise's address of a group robot: its host is the vendor's, whatever the key."""
    if kind is Robot.WECOM:
        return f"wecombot://{quote(key, safe='')}/?overflow=truncate"
    if kind is Robot.FEISHU:
        return f"feishu://{quote(key, safe='')}/?overflow=truncate"
    who = f"{quote(secret, safe='')}@" if secret else ""
    return f"dingtalk://{who}{quote(key, safe='')}/?overflow=truncate"


def mail_url(server: str, address: str) -> str:
    """apprise's address of one recipient at the configured mail server."""
    return f"{server}{'&' if '?' in server else '?'}format=text&to={quote(address, safe='')}"


def mail_mark(delivery: str) -> str:
    """What a delivery's e-mail is called in its Message-ID, at each attempt: a server that took one and could not say
    so is sent it again, and whoever reads it knows it for the same."""
    return hashlib.sha256(delivery.encode()).hexdigest()[:32]


def one_line(text: str) -> str:
    """A subject: no line break can add a header to it."""
    return " ".join(text.split())


def scrubbed(error: str, secrets: Sequence[str]) -> str:
    """An error as it may be stored: without any secret, and short."""
    for secret in secrets:
        if secret:
            error = error.replace(secret, "***").replace(quote(secret, safe=""), "***")
    return one_line(error)[:LONGEST_ERROR]


def after_failure(attempts: int, ladder: Sequence[int], moment: datetime) -> tuple[DeliveryState, datetime]:
    """What becomes of a delivery after so many failed attempts, and when it is due."""
    if attempts > len(ladder):
        return DeliveryState.FAILED, moment
    return DeliveryState.WAITING, moment + timedelta(seconds=ladder[attempts - 1])

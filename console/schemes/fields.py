"""Which fields the rules of a scheme have. Their names are the places of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from console.labels import label

LEVELS: Final = ("central", "provincial", "municipal", "county", "self")
PLATFORMS: Final = (
    "wechat_oa", "wechat_channels", "weibo", "douyin", "kuaishou", "toutiao", "bilibili", "xiaohongshu", "website",
    "newspaper", "tv", "radio",
)  # fmt: skip
GENRES: Final = ("article", "photo_set", "video", "audio", "livestream_plan")
GRADES: Final = ("A", "B", "C")
PLACEMENTS: Final = ("normal", "front_page", "headline", "prime_time")
FACTORS: Final = ("placement", "grade", "topic", "byline", "original", "length")
MEASURES: Final = ("reads", "likes", "shares", "comments", "in_views")
TIES: Final = ("total", "a_grades", "best_work", "works", "earliest")
PARTICIPATION: Final = ("activity", "call", "lent", "suggestion")
KINDS: Final = ("commendation", "gift_pack", "invitation", "certificate", "consolation")
LADDERS: Final = ("overall", "each_category", "official_media", "department", "self_media", "influencer")


@dataclass(frozen=True)
class Field:
    """One field. `kind`: how it is asked for; `area`: where the words of its `codes` are."""

    name: str
    kind: str = "line"
    codes: tuple[str, ...] = ()
    area: str = ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Codes with their words."""
        return [(code, label(self.area, code)) for code in self.codes]


@dataclass(frozen=True)
class Group:
    """Rules of one kind: rows of a list, or one object."""

    path: str
    fields: tuple[Field, ...]
    rows: bool = True

    @property
    def name(self) -> str:
        """What its texts are called by."""
        return self.path.rpartition(".")[2]


WHEN: Final = (
    Field("when.original", "yes_no"), Field("when.topics", "words"), Field("when.grades", "many", GRADES, "grade"),
    Field("when.genres", "many", GENRES, "genre"), Field("when.levels", "many", LEVELS, "level"),
    Field("when.platforms", "many", PLATFORMS, "platform"), Field("when.media", "words"),
    Field("when.placements", "many", PLACEMENTS, "placement"), Field("when.first", "yes_no"),
    Field("when.reprint", "yes_no"), Field("when.before_permit", "yes_no"), Field("when.before_embargo", "yes_no"),
    Field("when.unapproved", "yes_no"),
)  # fmt: skip
EXTRA: Final = (Field("id"), Field("name"), Field("points"), Field("each", "yes_no"), *WHEN)
GROUPS: Final = (
    Group("publications.points", (
        Field("media", "words"), Field("level", "choice", LEVELS, "level"),
        Field("platform", "choice", PLATFORMS, "platform"), Field("genre", "choice", GENRES, "genre"), Field("points"),
    )),
    Group("publications.factors.placement", tuple(Field(code, area="placement") for code in PLACEMENTS), rows=False),
    Group("publications.factors.grade", tuple(Field(code, area="grade") for code in GRADES), rows=False),
    Group("publications.factors.byline", tuple(
        Field(code, area="byline") for code in ("own", "joint", "invited", "paid")
    ), rows=False),
    Group("publications.factors.original", (
        Field("yes", area="ledger.original"), Field("no", area="ledger.original"),
    ), rows=False),
    Group("publications.factors.topic", (Field("name"), Field("factor"))),
    Group("publications.factors.length", (
        Field("genre", "choice", GENRES, "genre"), Field("at_least", "whole"), Field("unreported", "tick"),
        Field("factor"),
    )),
    Group("publications", (
        Field("across_media.mode", "choice", ("all", "highest_only", "first_full_then_share"), "scheme.across_media"),
        Field("across_media.share"), Field("reprints", "choice", ("none", "once"), "scheme.reprints"),
    ), rows=False),
    Group("metrics", (
        Field("id"), Field("name"), Field("measure", "choice", MEASURES, "metrics.measure"), Field("day", "whole"),
        Field("tolerance_days", "whole"), Field("across", "choice", ("each", "best", "sum"), "scheme.across"),
        Field("tiers", "tiers"), Field("step.each", "whole"), Field("step.points"), Field("cap"),
        Field("reprints", "yes_no"), Field("factors", "many", FACTORS, "ledger.factor"),
        Field("platforms", "many", PLATFORMS, "platform"), Field("genres", "many", GENRES, "genre"),
    )),
    Group("bonuses", EXTRA),
    Group("penalties", EXTRA),
    Group("manual", (
        Field("id"), Field("name"), Field("kind", "choice", ("bonus", "penalty"), "adjustment.kind"), Field("points"),
        Field("lowest"), Field("highest"), Field("times", "whole"),
    )),
    Group("ideas", (Field("adopted"), Field("implemented")), rows=False),
    Group("participation", tuple(Field(kind) for kind in PARTICIPATION), rows=False),
    Group("calls", (Field("cap_per_work"), Field("cap_per_quarter")), rows=False),
    Group("ranking", (
        *(Field(f"ties.{place}", "choice", TIES, "scheme.tie") for place in range(len(TIES))),
        Field("minimum_works", "whole"),
    ), rows=False),
    Group("", (
        Field("year", "choice", ("sum", "mean"), "scheme.year"),
        Field("rounding", "choice", ("line", "step"), "scheme.rounding"),
    ), rows=False),
    Group("awards", (
        Field("kind", "choice", KINDS, "award.kind"), Field("title"),
        Field("ladder", "choice", LADDERS, "award.ladder"),
        Field("period", "choice", ("quarter", "year"), "period.kind"), Field("top", "whole"), Field("min_points"),
        Field("audience"), Field("per_work.top", "whole"), Field("per_work.min_points"),
        Field("per_work.grades", "many", GRADES, "grade"),
    )),
)  # fmt: skip

"""The media directory: what is shipped, what a bureau makes of it, and how an entry is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.submission import shipped
from services.submission.directory import Directory
from services.submission.domain import media
from services.submission.domain.media import Medium
from services.submission.repository import Media
from services.submission.repository import media as repository
from shared.context import RequestContext, Role
from shared.contracts.outlet_terms import Level
from shared.errors import Conflict, Forbidden, Invalid, NotFound, VersionMismatch
from shared.names import name_key
from tests.services.stage import BUREAU, asking
from tests.services.submission.desk import LEADER, LIAISON, Desk
from tests.services.texts import codes, messages, values_named

OTHER = "330109"


def form(**changes: Any) -> dict[str, Any]:
    """The input of a new entry."""
    return {
        "name": "滨江日报",
        "level": "county",
        "kind": "daily",
        "aliases": ["滨江报"],
        "platforms": [
            {"platform": "newspaper"},
            {"platform": "website", "hosts": ["WWW.bjrb.example.com"]},
            {"platform": "wechat_oa", "account_name": "滨江发布"},
        ],
        "reason": "区委机关报",
    } | changes


def added(desk: Desk, by: RequestContext = LIAISON, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = desk.do("add_medium", by, **form(**changes))
    return made


def of(desk: Desk, bureau: str = BUREAU) -> Directory:
    return Directory(Media(desk.stage.db), bureau)


def walk(desk: Desk, method: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    for _ in range(300):
        page = desk.ask(method, "writer", **query | cursor)
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}
    raise AssertionError("the pages never end")


def told(error: Invalid) -> list[tuple[str, str]]:
    return [(each.pointer, each.rule) for each in error.problems]


# --- what is shipped ---


def test_the_shipped_list_is_sound_and_has_the_media_of_the_country() -> None:
    known = shipped.media()
    names = {medium.name for medium in known.values()}
    assert {
        "人民日报",
        "新华社",
        "中央广播电视总台",
        "法治日报",
        "人民公安报",
        "澎湃新闻",
        "浙江日报",
        "潮新闻",
    } <= names
    assert {"钱江晚报", "浙江之声", "大众日报", "中国青年报", "工人日报", "农民日报", "中国新闻网", "中国日报"} <= names
    for medium in known.values():
        media.require_free(medium, known.values())
        assert media.change(medium, {"name": f"{medium.name}二"}, medium.made).version == 1
    for level in (Level.CENTRAL, Level.PROVINCIAL):
        assert sum(medium.level is level for medium in known.values()) > 40


@pytest.mark.parametrize(
    "spelling", ["大众日报", "《大众日报》", "大眾日報", "大众 日报", "〈大众\u200b日报〉", "dzrb"]
)
def test_a_medium_is_found_by_id_or_by_any_spelling_of_its_name(desk: Desk, spelling: str) -> None:
    found = of(desk).resolve(spelling, "/medium")
    assert (found.id, found.name, found.level) == ("dzrb", "大众日报", Level.PROVINCIAL)


def test_an_alias_or_an_account_name_means_its_entry(desk: Desk) -> None:
    made = added(desk)
    assert of(desk).resolve("法制日报", "/medium").name == "法治日报"
    assert {of(desk).resolve(each, "/medium").id for each in ("滨江报", "《滨江發布》")} == {made["id"]}


def test_names_are_told_whose_they_are_in_the_directory(desk: Desk) -> None:
    own = added(
        desk, name="滨江报", aliases=["滨江旧报"], platforms=[{"platform": "weibo", "account_name": "滨江微报"}]
    )
    names = ["《人民日報》", "滨江旧报", "滨江微报", "甲", "《》"]
    found = {each["name"]: [medium["id"] for medium in each["media"]] for each in desk.ask(
        "media_called", "writer", names=names)["items"]}  # fmt: skip
    assert found == {"《人民日報》": ["rmrb"], "滨江旧报": [own["id"]], "滨江微报": [own["id"]]}
    desk.do("retire_medium", LIAISON, medium=own["id"], reason="停刊")
    assert desk.ask("media_called", "writer", names=["滨江微报"])["items"] == []


def test_an_unknown_name_lists_the_nearest_entries(desk: Desk) -> None:
    added(desk)
    for spelling, near in (
        ("浙江日报社", "浙江日报 (zjrb)"),
        ("滨江日報社", "滨江日报"),
        ("人民日抱", "人民日报 (rmrb)"),
    ):
        with pytest.raises(Invalid) as refused:
            of(desk).resolve(spelling, "/medium")
        assert told(refused.value) == [("/medium", "medium.unknown")]
        assert any(near in each for each in refused.value.problems[0].params["nearest"])
    with pytest.raises(Invalid) as refused:
        of(desk).resolve("《》", "/medium")
    assert refused.value.problems[0].params["nearest"] == ["—"]


def test_an_account_name_of_two_media_is_no_answer(desk: Desk) -> None:
    account = [{"platform": "weibo", "account_name": "平安滨江"}]
    both = {added(desk, name=name, aliases=[], platforms=account)["id"] for name in ("甲报", "乙报")}
    with pytest.raises(Invalid) as refused:
        of(desk).resolve("平安滨江", "/medium")
    assert told(refused.value) == [("/medium", "medium.ambiguous")]
    assert all(id_ in " ".join(refused.value.problems[0].params["nearest"]) for id_ in both)


# --- what a bureau makes of it ---


def test_an_entry_is_added_changed_retired_and_kept_in_versions(desk: Desk) -> None:
    made = added(desk)
    assert (made["version"], made["state"], made["platforms"][1]["hosts"]) == (1, "active", ["bjrb.example.com"])
    on = {"medium": made["id"]}
    changed = desk.do("change_medium", LIAISON, **on, level="municipal", reason="升格")
    assert (changed["version"], changed["level"], changed["aliases"]) == (2, "municipal", ["滨江报"])
    assert desk.do("change_medium", LIAISON, **on, level="municipal", reason="再说一遍")["version"] == 2
    assert desk.do("retire_medium", LIAISON, **on, reason="停刊")["state"] == "retired"
    with pytest.raises(Invalid) as refused:
        of(desk).resolve(made["id"], "/medium")
    assert told(refused.value) == [("/medium", "medium.retired")]
    with pytest.raises(Conflict) as again:
        desk.do("retire_medium", LIAISON, **on, reason="停刊")
    assert again.value.code == "medium.state"
    assert desk.do("reinstate_medium", LIAISON, **on, reason="复刊")["version"] == 4
    history = walk(desk, "medium_history", **on, limit=1)
    assert [(each["version"], each["act"], each["reason"]) for each in history] == [
        (4, "reinstate", "复刊"), (3, "retire", "停刊"), (2, "change", "升格"), (1, "add", "区委机关报"),
    ]  # fmt: skip
    assert history[-1]["level"] == "county"
    staff = desk.ask("medium_history", LIAISON, **on)["items"]
    assert {each["by"] for each in staff} == {"liaison"}
    assert {each["by"] for each in walk(desk, "medium_history", **on)} == {""}


def test_a_bureau_overlays_what_is_shipped_and_another_does_not_see_it(desk: Desk) -> None:
    on = {"medium": "qjwb"}
    assert desk.ask("medium", "writer", **on)["version"] == 0
    changed = desk.do("change_medium", LIAISON, **on, level="municipal", reason="按本地口径")
    assert (changed["version"], changed["level"], changed["name"]) == (1, "municipal", "钱江晚报")
    assert of(desk).resolve("《錢江晚報》", "/medium").level is Level.MUNICIPAL
    assert of(desk, OTHER).resolve("钱江晚报", "/medium").level is Level.PROVINCIAL
    assert [each["version"] for each in walk(desk, "medium_history", **on, limit=1)] == [1, 0]
    assert [each["level"] for each in walk(desk, "media", q="钱江晚报")] == ["municipal"]
    desk.do("retire_medium", LIAISON, **on, reason="不再采用")
    assert walk(desk, "media", q="钱江晚报") == []
    assert [each["id"] for each in walk(desk, "media", q="钱江晚报", state="retired")] == ["qjwb"]
    with pytest.raises(Invalid):
        of(desk).resolve("钱江晚报", "/medium")


def test_a_change_says_which_version_it_is_for(desk: Desk) -> None:
    def at(version: int) -> RequestContext:
        return RequestContext(LIAISON.actor, LIAISON.request_id, expected_version=version)

    made = added(desk)
    desk.do("change_medium", at(1), medium=made["id"], level="municipal", reason="升格")
    for id_, version in ((made["id"], 1), ("rmrb", 3)):
        with pytest.raises(VersionMismatch):
            desk.do("change_medium", at(version), medium=id_, level="central", reason="r")
    assert desk.do("change_medium", at(0), medium="rmrb", aliases=["人民日报海外版"], reason="r")["version"] == 1


@pytest.mark.parametrize("name", ["人民日报", "《人民日報》", "滨江 報", "法制日报"])
def test_a_name_is_of_one_active_entry(desk: Desk, name: str) -> None:
    added(desk)
    for changes in ({"name": name, "aliases": []}, {"name": "新报", "aliases": ["新新报", name]}):
        with pytest.raises(Conflict) as refused:
            added(desk, **changes)
        assert refused.value.code == "medium.name_taken" and refused.value.params["holder"]
    desk.do("retire_medium", LIAISON, medium="rmrb", reason="测试")
    assert added(desk, name="人民日报", aliases=[])["name"] == "人民日报"
    with pytest.raises(Conflict):
        desk.do("reinstate_medium", LIAISON, medium="rmrb", reason="测试")


def test_two_at_once_do_not_take_one_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.submission.directory.require_free", lambda *_: None)  # both have looked
    added(desk)
    with pytest.raises(Conflict) as refused:
        added(desk, name="滨江報", aliases=[])
    assert refused.value.code == "medium.name_just_taken"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": "《》"}, ("/name", "medium.name")),
        ({"name": "😀日报"}, ("/name", "text.unprintable")),
        ({"aliases": ["“”"]}, ("/aliases/0", "medium.name")),
        ({"aliases": ["《滨江日報》"]}, ("/aliases/0", "medium.alias_twice")),
        ({"aliases": ["甲", "乙", "《甲》"]}, ("/aliases/2", "medium.alias_twice")),
        ({"platforms": []}, ("/platforms", "required")),
        ({"platforms": [{"platform": "app"}]}, ("/platforms/0/platform", "choice")),
        (
            {"platforms": [{"platform": "website", "hosts": ["https://a.cn/x"]}]},
            ("/platforms/0/hosts/0", "medium.host"),
        ),
        ({"platforms": [{"platform": "website", "hosts": ["cn"]}]}, ("/platforms/0/hosts/0", "medium.host")),
        ({"level": "national"}, ("/level", "choice")),
        ({"reason": ""}, ("/reason", "required")),
        ({"state": "retired"}, ("/state", "unknown")),
    ],
)
def test_a_bad_entry_is_told_by_field_and_rule(desk: Desk, changes: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        added(desk, **changes)
    assert told(refused.value) == [problem]


@pytest.mark.parametrize("by", [asking("writer"), LEADER, asking("root", Role.ADMIN)])
def test_a_liaison_alone_keeps_the_directory(desk: Desk, by: RequestContext) -> None:
    for act in (
        lambda: added(desk, by),
        lambda: desk.do("change_medium", by, medium="rmrb", level="county", reason="r"),
        lambda: desk.do("retire_medium", by, medium="rmrb", reason="r"),
        lambda: desk.do("reinstate_medium", by, medium="rmrb", reason="r"),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotFound):
        desk.ask("medium", by, medium="nobody")


# --- lists ---


@pytest.fixture
def mixed(desk: Desk) -> Iterator[Desk]:
    """A directory with entries of its own among those that are shipped, changed and renamed ones too."""
    for number in range(7):
        added(desk, name=f"{'丁乙'[number % 2]}报{number}", aliases=[], platforms=[{"platform": "tv"}])
    desk.do("change_medium", LIAISON, medium="rmrb", name="一报", reason="r")
    desk.do("retire_medium", LIAISON, medium="xhs", reason="r")
    yield desk


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_show_every_entry_once_and_in_order(mixed: Desk, limit: int) -> None:
    found = walk(mixed, "media", limit=limit)
    assert len(found) == len(shipped.media()) + 7 - 1
    keys = [(name_key(each["name"]), each["id"]) for each in found]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    assert found[0]["name"] == "一报" and "新华社" not in {each["name"] for each in found}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "《浙江日報》"}, {"浙江日报"}),
        ({"q": "浙江", "kind": "radio"}, {"浙江之声", "浙江交通之声"}),
        ({"q": "TIDENEWS.com"}, {"潮新闻"}),
        ({"q": "报", "platform": "tv"}, {f"{'丁乙'[number % 2]}报{number}" for number in range(7)}),
        ({"q": "报", "platform": "tv", "level": "central"}, set()),
        ({"q": ".*"}, set()),
        ({"state": "retired"}, {"新华社"}),
    ],
)
def test_entries_are_found_by_name_alias_host_and_kind(mixed: Desk, query: dict[str, str], names: set[str]) -> None:
    assert {each["name"] for each in walk(mixed, "media", **query)} == names


def test_lookups_are_on_an_index(mixed: Desk) -> None:
    store = mixed.stage.db[repository.MEDIA]
    for query in ({"keys": {"$in": ["x"]}}, {"hosts": {"$in": ["x"]}}, {"own": True}):
        plan = store.find({"bureau": BUREAU, **query}).explain()["queryPlanner"]["winningPlan"]
        assert "COLLSCAN" not in str(plan)


# --- hosts ---


def test_a_host_belongs_to_who_lists_it_nearest(desk: Desk) -> None:
    def names(host: str) -> set[str]:
        return {medium.name for medium in of(desk).owners(host)}

    assert names("zjrb.zjol.com.cn") == {"浙江日报"}
    assert names("biz.zjol.com.cn") == {"浙江在线"}
    assert names("paper.people.com.cn") == {"人民日报"}
    assert names("example.org") == names("com.cn") == set()
    added(desk, platforms=[{"platform": "website", "hosts": ["biz.zjol.com.cn"]}])
    assert names("biz.zjol.com.cn") == {"滨江日报"}
    desk.do("retire_medium", LIAISON, medium="zjrb", reason="r")
    assert names("zjrb.zjol.com.cn") == {"浙江在线"}


# --- texts ---


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_code_has_a_message(locale: str) -> None:
    used = codes("shared/contracts/submission_media", "services/submission") | {"medium.host"}
    assert used - set(messages(locale)) == set()
    assert set(messages(locale, "media")) - used == set()


def test_both_languages_name_the_same_values() -> None:
    zh, en = messages("zh", "media"), messages("en", "media")
    assert {code: values_named(text) for code, text in zh.items()} == {
        code: values_named(text) for code, text in en.items()
    }


def test_an_entry_is_the_same_after_a_stay_in_the_database() -> None:
    for medium in shipped.media().values():
        assert isinstance(medium, Medium)
        assert repository.medium_of(repository.medium_document(BUREAU, medium) | {"own": False}) == medium

"""The command's manners: help, settings, languages, the rendered catalogue, migrations."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from shutil import copy
from string import Formatter
from typing import Any

import orjson
import pytest
import yaml

from jingmei import catalogue, migrations
from jingmei.files import KINDS
from jingmei.stores import Stores
from jingmei.texts import LOCALES, locale, t, texts
from services import PROGRAMS, SERVICES
from shared.events import CATALOGUE

ROOT = Path(__file__).parents[2]
Jingmei = Callable[..., Any]
COMMANDS = [
    [],
    ["dlq"],
    *(["dlq", verb] for verb in ("list", "show", "replay", "discard")),
    ["outbox"],
    ["queues"],
    ["events", "render"],
    ["migrate"],
    ["bootstrap"],
    *(["audit", verb] for verb in ("verify", "roles")),
    ["reset-second-factor"],
    ["appoint"],
    ["powers"],
    ["resend"],
    ["bus", "grant"],
    ["openapi"],
]
DOWN = (
    "JINGMEI_UNSIGNED=true\nJINGMEI_AMQP_URI=amqp://127.0.0.1:{port}/\nJINGMEI_MONGO_URI=mongodb://127.0.0.1:{port}/\n"
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: list[str], jingmei: Jingmei) -> None:
    outcome = jingmei(*command, "--help")
    assert (outcome.code, "Usage: jingmei" in outcome.out) == (0, True)


@pytest.mark.parametrize("command", [["bogus"], ["dlq", "bogus"], ["outbox", "--bogus"], ["dlq", "show"]])
def test_wrong_usage_is_exit_code_2(command: list[str], jingmei: Jingmei) -> None:
    assert jingmei(*command).code == 2


def test_missing_settings_are_told_all_at_once(
    jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("JINGMEI_AMQP_URI", "JINGMEI_MONGO_URI"):
        monkeypatch.delenv(name, raising=False)
    outcome = jingmei("outbox")
    assert outcome.code == 2
    assert "JINGMEI_AMQP_URI" in outcome.err
    assert "JINGMEI_MONGO_URI" in outcome.err


def test_settings_come_from_a_file_and_the_environment_has_the_last_word(
    jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JINGMEI_MONGO_URI", "mongodb://127.0.0.1:1/")
    monkeypatch.setenv("JINGMEI_AMQP_URI", "")
    monkeypatch.delenv("JINGMEI_AMQP_URI")
    file = tmp_path / ".jingmei" / "local" / "env"
    file.parent.mkdir(parents=True)
    file.write_text("JINGMEI_MONGO_URI=bad\nJINGMEI_AMQP_URI=amqp://127.0.0.1:1/$x\n")
    assert "MongoDB does not answer" in jingmei("outbox").err
    assert "RabbitMQ does not answer" in jingmei("queues").err
    absent = jingmei("--env-file", str(tmp_path / "absent"), "outbox")
    assert (absent.code, "No such settings file" in absent.err) == (2, True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose name has a space, with the command as it is installed and a stack that is down."""
    root, python = tmp_path / "a project", Path(sys.prefix)
    (root / ".venv" / "bin").mkdir(parents=True)
    for name in ("pyvenv.cfg", "lib"):
        (root / ".venv" / name).symlink_to(python / name)
    (root / ".venv" / "bin" / "python").symlink_to(python / "bin" / "python")
    copy(ROOT / "deploy" / "local" / "jingmei", root / ".venv" / "bin" / "jingmei")
    for name in ("jingmei", "gateway", "services", "shared"):
        (root / name).symlink_to(ROOT / name)
    (root / ".jingmei" / "local").mkdir(parents=True)
    (root / ".jingmei" / "local" / "env").write_text(DOWN.format(port=1))
    return root


@pytest.mark.parametrize("links", [0, 1, 2])
def test_it_is_the_projects_command_from_any_folder_and_through_links(
    project: Path, tmp_path: Path, links: int
) -> None:
    here = tmp_path / "elsewhere"
    (here / ".jingmei" / "local").mkdir(parents=True)
    (here / ".jingmei" / "local" / "env").write_text("JINGMEI_MONGO_URI=planted\n")
    for module in ("typer.py", "jingmei.py"):
        (here / module).write_text("raise SystemExit('not of the project')\n")
    command = project / ".venv" / "bin" / "jingmei"
    for number in range(links):
        link = here / f"link{number}"
        link.symlink_to(command if number == 0 else command.name)
        command = link
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("JINGMEI_", "PYTHON"))}

    def told(*arguments: str) -> str:
        whole = [str(command), *arguments, "outbox"]
        env = {**clean, "JINGMEI_LANG": "en", "CDPATH": str(tmp_path)}
        return subprocess.run(whole, cwd=here, env=env, capture_output=True, text=True, timeout=60, check=False).stderr

    (here / "env").write_text(DOWN.format(port=2))
    # Each waits for a server that is not there.
    with ThreadPoolExecutor(2) as pool:
        own, given = pool.map(lambda arguments: told(*arguments), ((), ("--env-file", "env")))
    assert "MongoDB does not answer" in own and "127.0.0.1:1:" in own
    assert "127.0.0.1:2:" in given


def test_it_runs_as_a_module_in_chinese() -> None:
    command = [sys.executable, "-W", "error", "-m", "jingmei", "--help"]
    done = subprocess.run(command, cwd=ROOT, env={"LANG": "zh_CN.UTF-8"}, capture_output=True, check=True)
    assert "警媒通运维命令" in done.stdout.decode()
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "JINGMEI_LANG": "zh"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JINGMEI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    locale.cache_clear()
    assert locale() == expected
    locale.cache_clear()


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (texts(each) for each in LOCALES)
    assert chinese.keys() == english.keys()
    for key in chinese:
        names = [{name for _, name, _, _ in Formatter().parse(text[key]) if name} for text in (chinese, english)]
        assert names[0] == names[1], key


def test_every_text_that_the_code_asks_for_exists_and_none_is_left_over() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "jingmei").rglob("*.py"))
    asked = set(re.findall(r"\bt\(\s*\"([a-z_.]+)\"", source))
    columns = {key for key in texts("en") if key.startswith(("column.", "trace.column."))}
    verbs = {f"dlq.{what}_{verb}" for what in ("confirm", "done") for verb in ("replay", "discard")}
    either = {key for pair in re.findall(r"\bt\(\"([a-z_.]+)\" if .* else \"([a-z_.]+)\"", source) for key in pair}
    prompts = {f"option.{name}" for name in re.findall(r"asked_for\(\w+, \"(\w+)\"\)", source)}
    told = "\n".join(path.read_text() for path in (ROOT / "services").glob("*/migrations/*.py"))
    orphans = {f"files.{kind}" for kind in KINDS}
    noticed = {f"migrate.{key}" for key in re.findall(r"return \{\"(\w+)\": \[", told)}
    assert texts("en").keys() - columns == asked | verbs | either | prompts | orphans | noticed
    assert all(t(key) for key in columns)


class Links(HTMLParser):
    """What a page would load or point to."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in {"script", "img", "link", "iframe", "object", "embed", "source"} or "src" in known:
            self.loads.append(tag)
        if "id" in known:
            self.ids.add(known["id"] or "")
        if tag == "a":
            self.links.append(known["href"] or "")


def test_the_catalogue_is_rendered_as_documents_and_pages(jingmei: Jingmei, tmp_path: Path) -> None:
    out = tmp_path / "events"
    assert jingmei("events", "render", "--out", str(out), "--host", "mq.example:5672").code == 0
    for each in LOCALES:
        document = orjson.loads((out / f"asyncapi.{each}.json").read_bytes())
        assert yaml.safe_load((out / f"asyncapi.{each}.yaml").read_text()) == document
        assert document["servers"]["rabbitmq"]["host"] == "mq.example:5672"
        assert len(document["channels"]) == len(CATALOGUE)
        page = (out / catalogue.PAGES[each]).read_text()
        links = Links()
        links.feed(page)
        assert links.loads == []
        assert "url(" not in page
        assert "@import" not in page
        assert {link[1:] for link in links.links if link.startswith("#")} <= links.ids
        others = {link for link in links.links if not link.startswith("#")}
        assert others == {name for name in catalogue.PAGES.values() if name != catalogue.PAGES[each]}
    assert "媒体申请入驻" in (out / "index.html").read_text()


def test_migrating_makes_every_index_once(deployment: Stores, jingmei: Jingmei) -> None:
    first = {row["database"]: row["indexes"] for row in jingmei("migrate", "--json").json}
    names = [deployment.database(owner).name for owner in PROGRAMS]
    assert list(first) == names
    for owner in SERVICES:
        made = {name.partition(".")[0] for name in first[deployment.database(owner).name]}
        assert made > {"outbox", "inbox", "dead_letters"}, f"{owner} has none of its own"
    assert "outbox.pending" in first[deployment.database("outlet").name]
    assert {name.partition(".")[0] for name in first[deployment.database("gateway").name]} >= {"audit", "accounts"}
    again = jingmei("migrate", "--json")
    assert again.code == 0
    assert all(row["indexes"] == row["migrations"] == [] for row in again.json)
    assert "nothing was changed" in jingmei("migrate").err


def test_data_migrations_run_once_in_order(
    deployment: Stores, jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "services" / "review" / "migrations"
    folder.mkdir(parents=True)
    form = 'name = "{n}"\ndependencies = {d}\ndef upgrade(db):\n    db.done.insert_one({{"n": "{n}"}})\n'
    (folder / "b_second.py").write_text(form.format(n="b_second", d=["a_first"]))
    (folder / "a_first.py").write_text(form.format(n="a_first", d=[]))
    monkeypatch.setattr(migrations, "ROOT", tmp_path)
    monkeypatch.setattr(migrations, "gateway_indexes", list)
    ran = {row["database"]: row["migrations"] for row in jingmei("migrate", "--json").json}
    review = deployment.database("review")
    assert ran.pop(review.name) == ["a_first", "b_second"]
    assert not any(ran.values())
    assert jingmei("migrate").code == 0
    assert [row["n"] for row in review["done"].find().sort("_id", 1)] == ["a_first", "b_second"]


def test_what_a_migration_noticed_is_told_once(
    deployment: Stores, jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "services" / "submission" / "migrations"
    folder.mkdir(parents=True)
    form = 'name = "noticing"\ndependencies = []\ndef upgrade(db):\n    pass\n'
    (folder / "noticing.py").write_text(form + 'def report(db):\n    return {"publications_twice": ["p2 = p1"]}\n')
    monkeypatch.setattr(migrations, "ROOT", tmp_path)
    monkeypatch.setattr(migrations, "gateway_indexes", list)
    told = jingmei("migrate")
    assert "p2 = p1" in told.out + told.err
    assert all(row["noticed"] == {} for row in jingmei("migrate", "--json").json)


def test_the_openapi_document_needs_no_server(
    jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("JINGMEI_AMQP_URI", "JINGMEI_MONGO_URI"):
        monkeypatch.delenv(name, raising=False)
    printed = jingmei("openapi")
    assert (printed.code, printed.json["openapi"]) == (0, "3.1.0")
    assert jingmei("openapi", "--out", "docs/openapi.json").code == 0
    assert orjson.loads((tmp_path / "docs" / "openapi.json").read_bytes()) == printed.json


BOOTSTRAP = ("bootstrap", "--bureau", "370829", "--name", "嘉祥县公安局", "--login", "Admin")


def test_bootstrap_makes_the_bureau_and_its_administrator_once(deployment: Stores, jingmei: Jingmei) -> None:
    made = jingmei(*BOOTSTRAP)
    assert (made.code, "370829" in made.err, "admin" in made.err) == (0, True, True)
    password = made.err.rpartition(": ")[2].strip()
    assert len(password) >= 16
    again = jingmei(*BOOTSTRAP)
    assert (again.code, "nothing was changed" in again.err, password in again.err) == (0, True, False)
    accounts = deployment.database("gateway")["accounts"]
    (row,) = accounts.find()
    assert password not in str(row)
    assert (row["must_change"], row["password_at"]) == (True, None), "it does not end by itself"
    assert jingmei(*BOOTSTRAP, "--json").json["created_account"] is False


def test_bootstrap_takes_its_values_from_the_environment(
    deployment: Stores, jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"BUREAU": "370830", "NAME": "汶上县公安局", "LOGIN": "root", "PASSWORD": "correct horse battery 9"}
    for name, value in values.items():
        monkeypatch.setenv(f"JINGMEI_BOOTSTRAP_{name}", value)
    made = jingmei("bootstrap", "--json").json
    assert made == {
        "bureau": "370830",
        "login": "root",
        "created_bureau": True,
        "created_account": True,
        "password": None,
    }


def test_the_only_administrator_gets_in_again_without_the_second_factor(deployment: Stores, jingmei: Jingmei) -> None:
    jingmei(*BOOTSTRAP)
    reset = ("reset-second-factor", "--bureau", "370829", "--login", "ADMIN")
    none = jingmei(*reset)
    assert (none.code, "has no second factor" in none.err) == (1, True)
    db = deployment.database("gateway")
    db["accounts"].update_one({"login": "admin"}, {"$set": {"second_factor": True}})
    (account,) = db["accounts"].find()
    db["second_factors"].insert_one({"_id": account["_id"], "state": "on"})
    done = jingmei(*reset)
    assert (done.code, "password alone" in done.err) == (0, True)
    assert db["second_factors"].count_documents({}) == 0
    assert "second_factor" not in db["accounts"].find_one({"_id": account["_id"]})
    (row,) = db["audit"].find({"operation": "second_factors.rescue"})
    assert (row["object"], row["account"]) == (account["_id"], "system")
    assert db["outbox"].count_documents({"type": "jingmei.gateway.SecondFactorReset.v1"}) == 1


APPOINT = ("appoint", "--bureau", "370829", "--login", "Han-Zhen")


def test_the_first_security_administrator_is_appointed_once(deployment: Stores, jingmei: Jingmei) -> None:
    jingmei(*BOOTSTRAP)
    db = deployment.database("gateway")
    made = jingmei(*APPOINT)
    assert (made.code, "is security_admin now" in made.err) == (0, True)
    password = made.err.rpartition(": ")[2].strip()
    account = db["accounts"].find_one({"login": "han-zhen"})
    assert account is not None and password not in str(account) and len(password) >= 16
    assert (account["roles"], account["must_change"]) == (["security_admin"], True)
    assert account["password_at"] is not None, "an administrator is there, who can give another"
    (row,) = db["audit"].find({"operation": "accounts.appoint"})
    assert (row["object"], row["account"], row["bureau"]) == (account["_id"], "system", "370829")
    assert db["outbox"].count_documents({"type": "jingmei.gateway.AccountRolesChanged.v1"}) == 1
    again = jingmei(*APPOINT)
    assert (again.code, "already" in again.err, password in again.err) == (0, True, False)
    assert db["audit"].count_documents({"operation": "accounts.appoint"}) == 1


def test_who_does_business_or_is_needed_elsewhere_is_not_appointed(deployment: Stores, jingmei: Jingmei) -> None:
    jingmei(*BOOTSTRAP)
    accounts = deployment.database("gateway")["accounts"]
    only = jingmei("appoint", "--bureau", "370829", "--login", "admin")
    assert (only.code, "must keep one administrator" in only.err) == (1, True)
    jingmei(*APPOINT, "--role", "auditor")
    accounts.update_one({"login": "han-zhen"}, {"$set": {"roles": ["liaison"]}})
    busy = jingmei(*APPOINT)
    assert (busy.code, "does business" in busy.err) == (1, True)
    accounts.update_one({"login": "han-zhen"}, {"$set": {"roles": [], "disabled": True}})
    assert (closed := jingmei(*APPOINT)).code == 1 and "disabled" in closed.err
    assert accounts.distinct("roles") == ["admin"]


def test_what_bureaus_have_nobody_for_is_listed(deployment: Stores, jingmei: Jingmei) -> None:
    jingmei(*BOOTSTRAP)
    told = jingmei("powers").err
    assert [role in told for role in ("is security_admin", "is auditor", "is admin:")] == [True, True, False]
    jingmei(*APPOINT)
    told = jingmei("powers").err
    assert [role in told for role in ("is security_admin", "is auditor")] == [False, True]


def test_accounts_that_hold_a_power_beside_others_are_listed(deployment: Stores, jingmei: Jingmei) -> None:
    jingmei(*BOOTSTRAP)
    assert "held alone" in jingmei("powers").err
    deployment.database("gateway")["accounts"].update_one({"login": "admin"}, {"$push": {"roles": "liaison"}})
    told = jingmei("powers")
    assert (told.code, "370829" in told.out, "liaison" in told.out, "which it shall be" in told.err) == (0,) + (
        True,
    ) * 3
    (row,) = jingmei("powers", "--json").json
    assert (row["login"], row["counts"], row["rests"]) == ("admin", ["admin"], ["liaison"])


@pytest.mark.parametrize(
    ("options", "code", "complaint"),
    [
        (["bootstrap"], 2, "Missing"),
        (["reset-second-factor", "--bureau", "370829"], 2, "Missing"),
        (["appoint", "--bureau", "370829"], 2, "Missing"),
        (["appoint", "--bureau", "999999", "--login", "nobody"], 1, "Refused"),
        (["appoint", "--bureau", "370829", "--login", "nobody", "--role", "leader"], 1, "Refused"),
        (["reset-second-factor", "--bureau", "370829", "--login", "nobody"], 1, "Refused"),
        (
            ["bootstrap", "--bureau", "37", "--name", "x", "--login", "admin"],
            1,
            "Refused: --bureau: Must be a 6-digit administrative-division code (GB/T 2260).",
        ),
        (
            ["bootstrap", "--bureau", "370829", "--name", "嘉祥😀公安局", "--login", "a b"],
            1,
            "Refused: --name: Character 3, 😀 (U+1F600), is in no typeface and cannot be printed; please write it "
            "another way. --login: A login name has 3 to 64 letters",
        ),
        ([*BOOTSTRAP[:4], "嘉祥13912345678", *BOOTSTRAP[5:]], 1, "Refused: --name: A name has no identity number"),
        ([*BOOTSTRAP, "--password", "short"], 1, "Refused: --password: "),
    ],
)
def test_a_bad_bootstrap_changes_nothing(
    deployment: Stores, jingmei: Jingmei, options: list[str], code: int, complaint: str
) -> None:
    outcome = jingmei(*options)
    assert (outcome.code, complaint in outcome.err) == (code, True)
    assert deployment.database("gateway")["accounts"].count_documents({}) == 0

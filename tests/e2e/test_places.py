"""One article, once: an address that has been reported is refused, whoever asks and however it is spelled."""

from __future__ import annotations

from datetime import datetime

from shared.clock import local_date
from shared.context import Role
from shared.labels.wording import told_day
from tests.e2e.people import Data, People, Person, problem, register, verify
from tests.e2e.works import approved, begin, new_publication, publish

ARTICLE = "https://mp.weixin.qq.com/s?__biz=MzA5MzYyNzQ0MQ==&mid=2650512345&idx=1&sn=8f1c&chksm=f0c1#rd"
AGAIN = "http://mp.weixin.qq.com/s?mid=2650512345&idx=1&__biz=MzA5MzYyNzQ0MQ%3D%3D&scene=1"


def newsroom(people: People, liaison: Person) -> tuple[Person, Data]:
    """An outlet of one's own, verified."""
    owner = people.new()
    outlet = verify(liaison, register(owner))
    begin(owner, outlet["id"])  # from here on the service knows it
    return owner, outlet


def refusal(person: Person, work: Data, code: str, language: str = "en") -> Data:
    answer = person.call(
        "POST", f"/v1/submissions/{work['id']}/publications", json=new_publication(url=AGAIN),
        headers={"Accept-Language": language},
    )  # fmt: skip
    return problem(answer, 409, code)


def test_where_it_stands_is_named_to_who_may_know(people: People) -> None:
    liaison = people.new(Role.LIAISON)
    (one, mine), (other, theirs) = newsroom(people, liaison), newsroom(people, liaison)
    shares = [{"outlet": mine["id"], "share": 1}, {"outlet": theirs["id"], "share": 1}]
    work = approved(people, one, mine["id"], authors=shares, shares_of=2)
    first = publish(one, work, url=ARTICLE)
    known = {
        "number": work["number"], "outlet": mine["id"], "outlet_name": mine["name"], "publication": first["id"],
        "media": first["media"], "published_on": told_on(first),
    }  # fmt: skip
    for language in ("zh", "en"):
        told = refusal(one, approved(people, one, mine["id"]), "publication.twice", language)
        assert told["params"] == known
        assert all(known[name] in told["detail"] for name in ("number", "outlet_name", "media"))
        assert told_day(known["published_on"], language) in told["detail"]
    assert refusal(other, approved(people, other, theirs["id"]), "publication.twice_joint")["params"] == known
    stranger, third = newsroom(people, liaison)
    told = refusal(stranger, approved(people, stranger, third["id"]), "publication.twice_elsewhere")
    assert told["params"] == {name: known[name] for name in ("media", "published_on")}
    liaison.ok("POST", f"/publications/{first['id']}/refusal", json={"reason": "打不开"}, headers={"If-Match": '"1"'})
    assert publish(stranger, approved(people, stranger, third["id"]), url=AGAIN)["twice_of"] == ""


def told_on(publication: Data) -> str:
    """The day of a publication in Shanghai."""
    moment = datetime.fromisoformat(publication["published_at"])
    return local_date(moment).isoformat()

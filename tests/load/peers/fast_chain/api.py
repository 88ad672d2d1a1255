"""The web process: run by uvicorn. Who asks, what a request must look like, and its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Header, HTTPException, Request
from pydantic import BaseModel, Field
from pymongo.errors import DuplicateKeyError

from tests.load.peers.fast.outlets import broker, database
from tests.load.peers.fast.promises import Door
from tests.load.peers.fast_chain.works import Works, brief, queue

Data = dict[str, Any]


class Draft(BaseModel):
    """A work that is written down."""

    outlet: str
    kind: Literal["work"]
    genre: Literal["article", "video", "photo"]
    title: str = Field(min_length=1, max_length=100)
    body: str = Field(min_length=1, max_length=50_000)


class Decision(BaseModel):
    """What a reviewer says; the last level gives the grade."""

    decision: Literal["pass"]
    grade: Literal["A", "B", "C"] | None = None


class Appearance(BaseModel):
    """Where and when a work was published."""

    medium: str
    platform: str
    url: str = Field(pattern=r"^https?://\S+$", max_length=2_000)
    published_at: datetime
    earlier: bool = False


class Numbers(BaseModel):
    """How often a publication was read."""

    observed_at: datetime
    reads: int = Field(ge=0)


class OnePublication(BaseModel):
    """A publication as somebody has looked at it."""

    publication: str
    version: int


class Publications(BaseModel):
    """Those that are answered for."""

    publications: list[OnePublication] = Field(min_length=1, max_length=1)


class OneMeasurement(BaseModel):
    """Numbers as somebody has looked at them."""

    metrics: str
    version: int


class Measurements(BaseModel):
    """Those that are answered for."""

    metrics: list[OneMeasurement] = Field(min_length=1, max_length=1)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Connect before the first request."""
    connection = await broker()
    app.state.db = database()
    app.state.door = Door(app.state.db)
    await app.state.door.prepare()
    app.state.works = Works(app.state.db, await queue(await connection.channel(publisher_confirms=True)))
    await app.state.works.prepare()
    yield
    await connection.close()


app = FastAPI(lifespan=lifespan)
Key = Annotated[str, Header(alias="Idempotency-Key")]


def may(*roles: str) -> Callable[[Request], Awaitable[Data]]:
    """Who asks for a change, if it is one of these; the attempt is on record."""

    async def entered(request: Request) -> Data:
        who: Data = await app.state.door.enter(request)
        if who["role"] not in roles:
            app.state.door.leave(who, 403, "")
            raise HTTPException(403)
        return who

    return entered


async def seen(request: Request) -> Data:
    """Who reads."""
    found: Data = await app.state.door.session(request)
    return found


Author = Annotated[Data, Depends(may("author"))]
Reviewer = Annotated[Data, Depends(may("first", "final"))]
Liaison = Annotated[Data, Depends(may("liaison"))]
Reader = Annotated[Data, Depends(seen)]


async def done(who: Data, status: int, command: Awaitable[Data]) -> Data:
    """A command's answer, or its refusal, either of which is on record."""
    try:
        answer = await command
    except (HTTPException, DuplicateKeyError) as error:
        refused = error if isinstance(error, HTTPException) else HTTPException(409, "taken")
        app.state.door.leave(who, refused.status_code, "")
        raise refused from error
    app.state.door.leave(who, status, answer["id"])
    return answer


@app.post("/v1/submissions", status_code=201)
async def draft(body: Draft, who: Author, key: Key) -> Data:
    """Write a work down."""
    return await done(who, 201, app.state.works.draft(who, key, body.model_dump()))


@app.post("/v1/submissions/{id_}/submission")
async def hand_in(id_: str, who: Author, key: Key) -> Data:
    """Hand it in."""
    return await done(who, 200, app.state.works.hand_in(who, key, id_))


@app.get("/v1/submissions/{id_}")
async def work(id_: str, who: Reader) -> Data:
    """One's own work, or any for staff."""
    found = await app.state.db["works"].find_one({"_id": id_})
    if found is None or (who["role"] == "author" and found["account"] != who["account"]):
        raise HTTPException(404)
    return brief(found)


@app.get("/v1/reviews")
async def reviews(submission: str, status: str, who: Reader) -> Data:
    """The reviews of a work, for reviewers."""
    if who["role"] not in ("first", "final"):
        raise HTTPException(403)
    rows = await app.state.db["reviews"].find({"work": submission, "status": status}).to_list(20)
    return {"items": [{"id": row["_id"], "version": row["version"], "level": row["level"]} for row in rows]}


@app.post("/v1/reviews/{id_}/claim")
async def claim(id_: str, who: Reviewer, key: Key) -> Data:
    """Take a review."""
    return await done(who, 200, app.state.works.claim(who, key, id_))


@app.post("/v1/reviews/{id_}/decision")
async def decide(id_: str, body: Decision, who: Reviewer, key: Key) -> Data:
    """Pass one's level of it."""
    return await done(who, 200, app.state.works.decide(who, key, id_, body.grade))


@app.post("/v1/submissions/{id_}/publications", status_code=201)
async def publish(id_: str, body: Appearance, who: Author, key: Key) -> Data:
    """Report a publication."""
    return await done(who, 201, app.state.works.publish(who, key, id_, body.model_dump()))


@app.post("/v1/publications/verification")
async def verify_publications(body: Publications, who: Liaison, key: Key) -> Data:
    """Answer for a publication."""
    one = body.publications[0]
    return await done(
        who, 200, app.state.works.answer_for(who, key, "publications", one.publication, one.version)
    )  # fmt: skip


@app.post("/v1/publications/{id_}/metrics", status_code=201)
async def measure(id_: str, body: Numbers, who: Author, key: Key) -> Data:
    """Report numbers."""
    return await done(who, 201, app.state.works.measure(who, key, id_, body.model_dump()))


@app.post("/v1/metrics/verification")
async def verify_metrics(body: Measurements, who: Liaison, key: Key) -> Data:
    """Answer for numbers."""
    one = body.metrics[0]
    return await done(who, 200, app.state.works.answer_for(who, key, "metrics", one.metrics, one.version))


@app.get("/v1/submissions/{id_}/points")
async def points(id_: str, who: Reader) -> Data:
    """What a work has in the ledger."""
    rows = await app.state.db["ledger"].find({"work": id_}).sort("at").to_list(100)
    return {"entries": [{name: row[name] for name in ("rule", "cents", "period")} for row in rows]}

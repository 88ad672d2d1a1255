"""The web process: run by uvicorn. With PEER_HOP it asks the service, without it does the work itself."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any

from aio_pika.patterns import JsonRPC
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from pymongo.errors import DuplicateKeyError

from tests.load.peers.fast.models import NewOutlet, Outlet
from tests.load.peers.fast.outlets import REGISTER, broker, database, outlets
from tests.load.peers.fast.promises import Door, promised

Register = Callable[[dict[str, Any], str, str], Awaitable[dict[str, Any]]]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Connect before the first request."""
    connection = await broker()
    app.state.door = None
    if promised():
        app.state.door = Door(database())
        await app.state.door.prepare()
    if os.environ.get("PEER_HOP"):
        rpc = await JsonRPC.create(await connection.channel())
        app.state.register = partial(_ask, rpc)
    else:
        app.state.register = (await outlets(connection)).register
    yield
    await connection.close()


async def _ask(rpc: JsonRPC, outlet: dict[str, Any], account: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = await rpc.call(REGISTER, {"outlet": outlet, "account": account, "key": key})
    return found


app = FastAPI(lifespan=lifespan)


async def entered(request: Request) -> dict[str, Any]:
    """Who asks, where that is asked for."""
    door: Door | None = app.state.door
    return await door.enter(request) if door else {"account": ""}


@app.post("/v1/outlets", status_code=201, response_model=Outlet)
async def register(
    outlet: NewOutlet,
    response: Response,
    who: Annotated[dict[str, Any], Depends(entered)],
    idempotency_key: Annotated[str, Header()],
) -> Any:
    """Register an outlet."""
    work: Register = app.state.register
    try:
        created = await work(outlet.model_dump(), who["account"], idempotency_key)
    except DuplicateKeyError as error:
        raise HTTPException(409, "taken") from error
    if "taken" in created:
        raise HTTPException(409, "taken")
    if app.state.door:
        app.state.door.leave(who, 201, created["id"])
    response.headers["Location"] = f"/v1/outlets/{created['id']}"
    return created

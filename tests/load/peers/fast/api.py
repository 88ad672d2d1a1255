"""The web process: run by uvicorn. With PEER_HOP it asks the service, without it does the work itself."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aio_pika.patterns import JsonRPC
from fastapi import FastAPI, HTTPException, Response
from pymongo.errors import DuplicateKeyError

from tests.load.peers.fast.models import NewOutlet, Outlet
from tests.load.peers.fast.outlets import REGISTER, broker, outlets

Register = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Connect before the first request."""
    connection = await broker()
    if os.environ.get("PEER_HOP"):
        rpc = await JsonRPC.create(await connection.channel())
        app.state.register = lambda outlet: rpc.call(REGISTER, {"outlet": outlet})
    else:
        app.state.register = (await outlets(connection)).register
    yield
    await connection.close()


app = FastAPI(lifespan=lifespan)


@app.post("/v1/outlets", status_code=201, response_model=Outlet)
async def register(outlet: NewOutlet, response: Response) -> Any:
    """Register an outlet."""
    work: Register = app.state.register
    try:
        created = await work(outlet.model_dump())
    except DuplicateKeyError as error:
        raise HTTPException(409, "taken") from error
    if "taken" in created:
        raise HTTPException(409, "taken")
    response.headers["Location"] = f"/v1/outlets/{created['id']}"
    return created

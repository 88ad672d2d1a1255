"""The gateway: JSON in, a remote call, JSON out. Run by `nameko run`."""

from __future__ import annotations

import json
from typing import ClassVar

from marshmallow import ValidationError
from nameko.exceptions import BadRequest, RemoteError, safe_for_serialization
from nameko.rpc import ServiceRpc
from nameko.web.handlers import HttpRequestHandler
from werkzeug import Request, Response

from tests.load.peers.nameko_examples.schemas import OutletSchema


class HttpEntrypoint(HttpRequestHandler):
    """Answers errors as the example's entrypoint does."""

    mapped_errors: ClassVar = {BadRequest: (400, "BAD_REQUEST"), ValidationError: (422, "VALIDATION_ERROR")}

    def response_from_exception(self, exc: Exception) -> Response:
        """One table from exception to status."""
        status, code = self.mapped_errors.get(type(exc), (500, "UNEXPECTED_ERROR"))
        if isinstance(exc, RemoteError) and exc.exc_type == "Taken":
            status, code = 409, "TAKEN"
        body = json.dumps({"error": code, "message": safe_for_serialization(exc)})
        return Response(body, status=status, mimetype="application/json")


http = HttpEntrypoint.decorator


class GatewayService:
    """Gateway to other services over HTTP."""

    name = "peer_gateway"
    outlets_rpc = ServiceRpc("peer_outlets")

    @http("POST", "/v1/outlets", expected_exceptions=(ValidationError, BadRequest, RemoteError))
    def register(self, request: Request) -> Response:
        """Register an outlet."""
        try:
            outlet = OutletSchema().loads(request.get_data(as_text=True))
        except json.JSONDecodeError as error:
            raise BadRequest(f"Invalid json: {error}") from error
        created = self.outlets_rpc.register(outlet)
        headers = {"Location": f"/v1/outlets/{created['id']}"}
        return Response(json.dumps(created), status=201, headers=headers, mimetype="application/json")

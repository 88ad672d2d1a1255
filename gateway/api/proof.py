"""Proof (凭证) that a request names, a list of files."""

from __future__ import annotations

from typing import Any

from gateway.current import asking
from gateway.files.references import described
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.contracts.submission import MAX_ATTACHMENT


def with_own_proof(form: Any, data: Data) -> Data:
    """The data, whose proof are files of one's own. Raises: Invalid."""
    if data.get("proof"):
        given = validation.load(form, data)
        described(runtime().files, asking(), given["proof"], "/proof", MAX_ATTACHMENT)
    return data

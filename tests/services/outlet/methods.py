"""The outlet service's methods, as the table in its contract has them."""

from __future__ import annotations

import re

from shared.contracts import outlet as contracts

ROW = re.compile(r"^\| `(\w+)` \| (command|query) \| `(\w+)` \| `(\w+)` \|", re.MULTILINE)
# Method → kind, input, view.
METHODS = {name: (kind, getattr(contracts, put), getattr(contracts, out)) for name, kind, put, out in
           ROW.findall(contracts.__doc__ or "")}  # fmt: skip

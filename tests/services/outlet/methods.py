"""The outlet service's methods, as the table in its contract has them."""

from __future__ import annotations

import re

from shared.contracts import outlet, outlet_workdays

ROW = re.compile(r"^\| `(\w+)` \| (command|query) \| `(\w+)` \| `(\w+)` \|", re.MULTILINE)
# Method → kind, input, view.
METHODS = {name: (kind, getattr(part, put), getattr(part, out)) for part in (outlet, outlet_workdays)
           for name, kind, put, out in ROW.findall(part.__doc__ or "")}  # fmt: skip

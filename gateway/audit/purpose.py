"""Why somebody looks at what only a reason opens."""

from __future__ import annotations

from gateway.audit.rows import LONGEST_PURPOSE
from shared.contracts.fields import Form, Text


class Purpose(Form):
    """The query of what is `reasoned`: its reason is on the audit trail before anything is shown."""

    reason = Text(
        LONGEST_PURPOSE,
        required=True,
        metadata={"description": "理由，记入审计 / What it is wanted for; kept on the audit trail"},
    )

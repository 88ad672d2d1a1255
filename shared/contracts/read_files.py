"""What the gateway read in an uploaded file, for a service that screens it."""

from __future__ import annotations

from marshmallow import fields as ma
from marshmallow.validate import Length

from shared.contracts.fields import Form, TrueFalse, identifier

# Characters of all files of one command together.
MAX_READ = 200_000


class ReadFile(Form):
    """A file with the text that was read in it. `unread`: not all of it is text that was read (a picture, a film, a
    scan, a document that is too long)."""

    file = identifier(required=True)
    text = ma.String(required=True, validate=Length(max=MAX_READ))
    unread = TrueFalse(required=True)

"""The Python client of Jingmei (警媒通): every operation of the API as a method, safe to use on a bad network.

```python
from jingmei_client import Client, Invalid

with Client("https://jingmei.example", application="weekly-report/1.0") as client:
    client.sign_in("330108", "wangfang", "…")
    work = client.submissions.create(outlet=outlet, kind="work", title="夜巡三公里", body="…")
    client.submissions.submit(work["id"], version=work.version)
    for row in client.submissions.search(status="approved"):   # all pages, one after the other
        print(row["number"], row["title"])
```

It needs nothing of the server's code. The methods are made from the OpenAPI document by `make client`.
"""

from jingmei_client.answers import Answer, Download, Pages
from jingmei_client.client import Client
from jingmei_client.errors import (
    BadRequest,
    Broken,
    ClientError,
    Conflict,
    Forbidden,
    Invalid,
    KeyReused,
    NotFound,
    Problem,
    RateLimited,
    ServerError,
    SignedOut,
    TooLarge,
    Unauthorised,
    Unavailable,
    Unreachable,
    VersionMismatch,
)
from jingmei_client.retry import Retry
from jingmei_client.sending import ABSENT, ANY, Absent, Options, Sent, Version
from jingmei_client.stream import Event, Stream
from jingmei_client.uploading import Progress

__all__ = [
    "ABSENT",
    "ANY",
    "Absent",
    "Answer",
    "BadRequest",
    "Broken",
    "Client",
    "ClientError",
    "Conflict",
    "Download",
    "Event",
    "Forbidden",
    "Invalid",
    "KeyReused",
    "NotFound",
    "Options",
    "Pages",
    "Problem",
    "Progress",
    "RateLimited",
    "Retry",
    "Sent",
    "ServerError",
    "SignedOut",
    "Stream",
    "TooLarge",
    "Unauthorised",
    "Unavailable",
    "Unreachable",
    "Version",
    "VersionMismatch",
]

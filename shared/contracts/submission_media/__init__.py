"""The media directory (媒体名录) of a bureau: the media that publications are reported in, with their levels.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `add_medium` | command | `AddMedium` | `MediumView` | liaison |
| `change_medium` | command | `ChangeMedium` | `MediumView` | liaison |
| `retire_medium` | command | `RetireMedium` | `MediumView` | liaison |
| `reinstate_medium` | command | `ReinstateMedium` | `MediumView` | liaison |
| `medium` | query | `MediumQuery` | `OneMedium` | any account of the bureau |
| `media` | query | `SearchMedia` | `MediumPage` | any account of the bureau |
| `media_called` | query | `CalledLike` | `CalledPage` | any account of the bureau |
| `medium_history` | query | `MediumHistoryQuery` | `MediumHistoryPage` | any account of the bureau |

A bureau has the entries that are shipped (version 0) until it changes them; its own change is version 1. Every change
is kept as a version with its reason. Names and aliases of active entries are each of one entry: `shared.names` says
which spellings are one name. The field `medium` is a path parameter; a view carries `version`, its ETag.
"""

from shared.contracts.media_terms import MediumAct, MediumKind, MediumState
from shared.contracts.submission_media.inputs import (
    MAX_ALIASES,
    MAX_HOSTS,
    MAX_PLACES,
    AddMedium,
    CalledLike,
    ChangeMedium,
    MediumHistoryQuery,
    MediumInput,
    MediumQuery,
    PlaceInput,
    ReinstateMedium,
    RetireMedium,
    SearchMedia,
    ShippedMedium,
)
from shared.contracts.submission_media.views import (
    CalledMedium,
    CalledPage,
    MediumHistoryPage,
    MediumPage,
    MediumView,
    OneMedium,
)

__all__ = [
    "MAX_ALIASES",
    "MAX_HOSTS",
    "MAX_PLACES",
    "AddMedium",
    "CalledLike",
    "CalledMedium",
    "CalledPage",
    "ChangeMedium",
    "MediumAct",
    "MediumHistoryPage",
    "MediumHistoryQuery",
    "MediumInput",
    "MediumKind",
    "MediumPage",
    "MediumQuery",
    "MediumState",
    "MediumView",
    "OneMedium",
    "PlaceInput",
    "ReinstateMedium",
    "RetireMedium",
    "SearchMedia",
    "ShippedMedium",
]

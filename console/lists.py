"""Lists: the whole state in the URL, filters as removable chips, and the next page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import request, url_for

from console import shown
from jingmei_client import Pages

PAGE: Final = 20


def filtering(*filters: str) -> dict[str, str]:
    """Those of these names that the URL has with a value: empty ones count for nothing."""
    return {name: value for name in filters if (value := request.args.get(name, "").strip())}


class Listing:
    """One page of a list. `filters` are the names that the URL may have (`filtering`).

    ```python
    works = Listing(api().submissions.search, "status", "kind", limit=20)
    ```
    In the template: `works.items`, `works.following` (URL of the next page or None), `works.chosen`.
    """

    def __init__(self, read: Callable[..., Pages], *filters: str, **always: Any) -> None:
        self.chosen = filtering(*filters)
        cursor = request.args.get("cursor", "")
        place = {"cursor": cursor} if cursor else {}
        page = read(**{"limit": PAGE, **always, **self._asked(), **place}).first()
        self.page = page
        self.items: list[Any] = page["items"]
        self.following = self._url(cursor=page["next"]) if page.get("next") else None
        self.first = not cursor

    def without(self, name: str) -> str:
        """The URL with one filter less."""
        return self._url(**{name: None})

    def having(self, **more: Any) -> str:
        """The URL with other filters."""
        return self._url(**more)

    def is_chosen(self, name: str, value: str) -> bool:
        """Whether a filter has the value."""
        return self.chosen.get(name, "") == value

    def _asked(self) -> dict[str, Any]:
        return {name: {"true": True, "false": False}.get(value, value) for name, value in self.chosen.items()}

    def _url(self, **more: Any) -> str:
        asked = {**self.chosen, **more}
        values = {**shown.values(), **{name: value for name, value in asked.items() if value}}
        return url_for(shown.endpoint(), **values)

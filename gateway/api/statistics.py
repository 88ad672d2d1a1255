"""Statistics (统计): what several services counted, each in a module of its own (`statistics_<what>.py`)."""

from __future__ import annotations

from gateway.http.area import Area

area = Area("statistics", zh="统计", en="Statistics")

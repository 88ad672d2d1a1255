"""The table of settings names every setting that the code reads, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"|environ\.get\(\s*[\'"]JINGMEI_([A-Z_]+)[\'"]')
SOURCES = (
    "shared/settings.py", "shared/tls.py", "gateway/settings.py", "gateway/file_settings.py",
    "gateway/guard_settings.py",
    "services/notification/settings.py", "services/outlet/settings.py", "services/review/settings.py",
    "deploy/gunicorn_conf.py", "deploy/patient.py", "deploy/web_settings.py",
)  # fmt: skip


def test_the_table_of_settings_is_that_of_the_code() -> None:
    text = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    rows = [line for line in text.partition("## Settings")[2].splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])}
    found = {a or b for source in SOURCES for a, b in READ.findall((ROOT / source).read_text(encoding="utf-8"))}
    assert told == found

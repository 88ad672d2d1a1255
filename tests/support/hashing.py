"""How passwords are hashed where a test is not about that: as deployed one takes a quarter of a second of CPU."""

from __future__ import annotations

from typing import Final

import argon2

CHEAP: Final = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)

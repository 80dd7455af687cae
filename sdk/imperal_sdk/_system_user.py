"""The actor that schedules and events run as, which is no user."""

from __future__ import annotations

from typing import Final

SYSTEM_USER: Final = "__system__"

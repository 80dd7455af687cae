"""What blocks a Form before anything is sent: the checks a browser makes on native fields.

Each check answers a sentence for the person, or "" when the value passes. Values that are empty
pass every check but `required` (HTML constraint validation).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from workbench.gui.render.plain import number_of, text_of

_EMAIL = re.compile(
    r"^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$",
    re.ASCII,
)
_NUMBER = re.compile(r"^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$", re.ASCII)

FILL_IN = "Please fill out this field."
CHOOSE = "Please select an item in the list."
CHECK = "Please check this box if you want to proceed."
PICK = "Please select one of these options."


def check_text(text: str, kind: str, *, required: bool) -> str:
    """Check what stands in an Input of type `kind` (text, email, url, number, …)."""
    if not text:
        return FILL_IN if required else ""
    if kind == "email" and not _EMAIL.match(text.strip()):
        return "Please enter an email address."
    if kind == "url" and not _is_url(text.strip()):
        return "Please enter a URL."
    if kind == "number" and not _NUMBER.match(text.strip()):
        return "Please enter a number."
    return ""


def check_chosen(value: Any, *, required: bool, message: str) -> str:
    """Check a choice, a list of choices or a box: something must be there when `required`."""
    return message if required and value in ("", None, False, []) else ""


def check_date(value: str, low: Any, high: Any, *, required: bool) -> str:
    """Check a `YYYY-MM-DD` date against the optional limits `low` and `high` of the same form."""
    if not value:
        return FILL_IN if required else ""
    day, first, last = date_of(value), date_of(low), date_of(high)
    if day is None:
        return "Please enter a valid date."
    if first is not None and day < first:
        return f"Value must be {first.isoformat()} or later."
    if last is not None and day > last:
        return f"Value must be {last.isoformat()} or earlier."
    return ""


def date_of(value: Any) -> date | None:
    """A `YYYY-MM-DD` string (a time after it is ignored) as a date."""
    try:
        return date.fromisoformat(text_of(value).strip()[:10])
    except ValueError:
        return None


def slider_limits(low: Any, high: Any, step: Any) -> tuple[float, float, float]:
    """Usable limits and step of a Slider, whatever was sent."""
    first = number_of(low, 0.0)
    last = number_of(high, 100.0)
    width = number_of(step, 1.0)
    return first, max(first, last), width if width > 0 else 1.0


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme) and bool(parts.netloc or parts.path) and " " not in text

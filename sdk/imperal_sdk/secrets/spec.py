"""The declaration of a secret and its rules (SDK reference, ext.secret)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from imperal_sdk._messages import explain, one_of, shown

SECRET_NAME_RE = re.compile(r"^[a-z][a-z0-9_]{0,62}$")
ALLOWED_WRITE_MODES: frozenset[str] = frozenset({"user", "extension", "both"})
ALLOWED_SCOPES: frozenset[str] = frozenset({"user", "app"})
MAX_SECRET_BYTES = 65536
APP_SECRET_ENV_PREFIX = "IMPERAL_APPSECRET_"


@dataclass
class SecretSpec:
    """One declared secret.

    ``write_mode`` says who may write it; ``max_bytes`` is the longest value in UTF-8 bytes;
    ``rotation_hint_days`` asks the user to renew it; ``scope`` "app" is one value for all
    users, with ``env_fallback`` as the variable it may come from. Raises ValueError.
    """

    name: str
    description: str
    required: bool = False
    write_mode: Literal["user", "extension", "both"] = "user"
    max_bytes: int = 4096
    rotation_hint_days: int | None = None
    scope: Literal["user", "app"] = "user"
    env_fallback: str | None = None

    def __post_init__(self) -> None:
        self._check_name()
        self._check_choice("write_mode", self.write_mode, ALLOWED_WRITE_MODES)
        self._check_choice("scope", self.scope, ALLOWED_SCOPES)
        self._check_numbers()
        self._check_env_fallback()

    def to_manifest_dict(self) -> dict[str, Any]:
        """Return the manifest entry; settings that are not used stay out of it."""
        entry: dict[str, Any] = {
            "name": self.name,
            "description": self.description,
            "required": self.required,
            "write_mode": self.write_mode,
            "max_bytes": self.max_bytes,
            "scope": self.scope,
        }
        if self.rotation_hint_days is not None:
            entry["rotation_hint_days"] = self.rotation_hint_days
        if self.env_fallback is not None:
            entry["env_fallback"] = self.env_fallback
        return entry

    def _fail(self, wrong: str, rule: str, fix: str) -> ValueError:
        return ValueError(explain(f"ext.secret({shown(self.name)}): {wrong}", rule, fix))

    def _check_name(self) -> None:
        if not isinstance(self.name, str) or not SECRET_NAME_RE.fullmatch(self.name):
            raise self._fail(
                "the name is not valid",
                f"a secret's name matches {SECRET_NAME_RE.pattern}: lower-case letters, digits and "
                "underscores, a letter first, 63 characters at most",
                "write for example 'openai_api_key'",
            )
        if not isinstance(self.description, str) or not self.description.strip():
            raise self._fail(
                f"description={shown(self.description)} is blank",
                "the user reads the description when asked for the value",
                "say what the secret is and where to get it",
            )

    def _check_choice(self, name: str, value: object, allowed: frozenset[str]) -> None:
        if value not in allowed:
            raise self._fail(
                f"{name}={shown(value)} is unknown",
                f"{name} is one of {one_of(allowed)}",
                f"pick one of them or leave {name} out",
            )

    def _check_numbers(self) -> None:
        if not _whole(self.max_bytes) or not 1 <= self.max_bytes <= MAX_SECRET_BYTES:
            raise self._fail(
                f"max_bytes={shown(self.max_bytes)} is out of range",
                f"max_bytes is a whole number from 1 to {MAX_SECRET_BYTES}",
                "leave it out for 4096",
            )
        days = self.rotation_hint_days
        if days is not None and (not _whole(days) or days < 1):
            raise self._fail(
                f"rotation_hint_days={shown(days)} is out of range",
                "rotation_hint_days is a whole number of days, 1 or more, or None",
                "write for example 90",
            )

    def _check_env_fallback(self) -> None:
        variable = self.env_fallback
        if variable is None:
            return
        if self.scope != "app":
            raise self._fail(
                f"env_fallback={shown(variable)} with scope={self.scope!r}",
                "env_fallback is for secrets of the whole app only",
                "add scope='app' or remove env_fallback",
            )
        if not str(variable).startswith(APP_SECRET_ENV_PREFIX):
            raise self._fail(
                f"env_fallback={shown(variable)} names a variable outside the namespace",
                f"the variable's name starts with {APP_SECRET_ENV_PREFIX}, so that an extension "
                "cannot read other variables of the host",
                f"write for example '{APP_SECRET_ENV_PREFIX}MYAPP_{self.name.upper()}'",
            )


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

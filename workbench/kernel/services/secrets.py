"""`ctx.secrets`: values kept in memory only, for declared names, under the declared rules.

A value comes from the session (a person or the extension set it), from an ``IMPERAL_SECRET_<NAME>``
variable, from an env file, or from the variable its declaration names as ``env_fallback``. Whatever
is read or set is masked from then on.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from workbench.kernel.clock import Clock
from workbench.kernel.errors import SettingsError
from workbench.kernel.masking import Masker
from workbench.kernel.services import arguments
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError

PREFIX: Final = "IMPERAL_SECRET_"
_DEFAULT_BYTES: Final = 4096

Place = tuple[str, str, str]
"""App, user (empty for a secret of the whole app) and name."""


class Secrets:
    """Secrets of every app and user; `given` are values from outside, by lower-case name."""

    def __init__(self, masker: Masker, clock: Clock, given: Mapping[str, str]) -> None:
        self._masker = masker
        self._clock = clock
        self._given = dict(given)
        self._values: dict[Place, str | None] = {}
        self._read_at: dict[Place, float] = {}
        for name, value in given.items():
            masker.add(name, value)
        self._methods = {
            "get": self._get,
            "set": self._set,
            "delete": self._delete,
            "is_set": self._is_set,
            "list": self._list,
        }

    async def call(self, call: ServiceCall) -> Any:
        """Answer a call of `ctx.secrets`."""
        answer = self._methods.get(call.method)
        if answer is None:
            raise arguments.unknown_method(call)
        return answer(call.args, call.scope)

    def value(self, scope: Scope, name: str) -> str | None:
        """The value a handler of that scope would read, None when it is not set."""
        return self._value(scope, _spec(scope, name))

    def put(self, scope: Scope, name: str, value: str | None) -> None:
        """Set (or with None remove) a secret as a person does, whatever its write mode."""
        spec = _spec(scope, name)
        if value is not None:
            _check_size(spec, value)
            self._masker.add(name, value)
        self._values[_place(scope, spec)] = value

    def missing(self, scope: Scope) -> list[str]:
        """Names of required secrets without a value, in the order they are declared."""
        return [
            spec["name"]
            for spec in scope.declarations.get("secrets") or ()
            if spec.get("required") and self._value(scope, spec) is None
        ]

    def _value(self, scope: Scope, spec: Mapping[str, Any]) -> str | None:
        place = _place(scope, spec)
        if place in self._values:
            return self._values[place]
        given = self._given.get(spec["name"].lower())
        if given is None and spec.get("env_fallback"):
            given = os.environ.get(spec["env_fallback"]) or None
            if given is not None:
                self._masker.add(spec["name"], given)
        return given

    # --- the client's methods ----------------------------------------------------------------

    def _get(self, args: Mapping[str, Any], scope: Scope) -> str | None:
        spec = _spec(scope, arguments.name_of(args, "name"))
        self._read_at[_place(scope, spec)] = self._clock.now()
        return self._value(scope, spec)

    def _set(self, args: Mapping[str, Any], scope: Scope) -> None:
        name, value = arguments.name_of(args, "name"), arguments.text(args, "value")
        _check_writable(_spec(scope, name))
        self.put(scope, name, value)

    def _delete(self, args: Mapping[str, Any], scope: Scope) -> None:
        name = arguments.name_of(args, "name")
        _check_writable(_spec(scope, name))
        self.put(scope, name, None)

    def _is_set(self, args: Mapping[str, Any], scope: Scope) -> bool:
        return self.value(scope, arguments.name_of(args, "name")) is not None

    def _list(self, args: Mapping[str, Any], scope: Scope) -> list[dict[str, Any]]:
        """What is declared and whether it is set; never a value."""
        statuses = []
        for spec in scope.declarations.get("secrets") or ():
            place = _place(scope, spec)
            read_at = self._read_at.get(place)
            statuses.append(
                {
                    "name": spec["name"],
                    "description": spec.get("description", ""),
                    "is_set": self._value(scope, spec) is not None,
                    "last_accessed_at": None if read_at is None else int(read_at),
                }
            )
        return statuses


def given_secrets(env_file: Path | None = None) -> dict[str, str]:
    """Secrets from the env file and, stronger, from our own environment, by lower-case name.

    A line of the file is ``NAME=value`` or ``IMPERAL_SECRET_NAME=value``; quotes around the value
    and ``export`` before the name are dropped. Raises SettingsError when the file cannot be read.
    """
    found = _env_file(env_file) if env_file is not None else {}
    for name, value in os.environ.items():
        if name.startswith(PREFIX) and value:
            found[name.removeprefix(PREFIX).lower()] = value
    return found


def _env_file(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: the env file cannot be read: {error}") from error
    found = {}
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise SettingsError(f"{path}:{number}: expected NAME=value")
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        found[name.strip().removeprefix(PREFIX).lower()] = value
    return found


def _spec(scope: Scope, name: str) -> Mapping[str, Any]:
    for spec in scope.declarations.get("secrets") or ():
        if spec["name"] == name:
            found: Mapping[str, Any] = spec
            return found
    message = f"{scope.app_id} does not declare the secret {name!r}: add ext.secret({name!r}, …)"
    raise ServiceError("SecretNotDeclaredError", message)


def _place(scope: Scope, spec: Mapping[str, Any]) -> Place:
    user = "" if spec.get("scope") == "app" else scope.acting_user
    return (scope.app_id, user, spec["name"])


def _check_writable(spec: Mapping[str, Any]) -> None:
    if spec.get("write_mode", "user") == "user":
        message = f"the secret {spec['name']} is written by the user only (write_mode='user')"
        raise ServiceError("SecretWriteForbidden", message)


def _check_size(spec: Mapping[str, Any], value: str) -> None:
    size, cap = len(value.encode()), spec.get("max_bytes") or _DEFAULT_BYTES
    if size > cap:
        message = f"the secret {spec['name']} may have {cap} bytes; this value has {size}"
        raise ServiceError("SecretValueTooLarge", message)

"""The user's secrets, ``ctx.secrets`` (Handle user API keys; SDK reference, Secrets)."""

from __future__ import annotations

import builtins
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imperal_sdk._gateway import Client, Endpoint, Transport
from imperal_sdk._messages import explain
from imperal_sdk.secrets import rules
from imperal_sdk.secrets.exceptions import SecretVaultUnavailable
from imperal_sdk.secrets.spec import SecretSpec

SDK_HTTP_TIMEOUT_S = 5.0
"""How long one call to the vault may take, in seconds."""

DEV_MODE_VARIABLE = "IMPERAL_DEV_MODE"
SECRET_VARIABLE_PREFIX = "IMPERAL_SECRET_"
_FALSE = frozenset({"", "0", "false", "no", "off"})

logger = logging.getLogger("imperal_sdk.secrets")


@dataclass
class SecretStatus:
    """Whether a declared secret has a value; never the value.

    ``last_accessed_at`` is a Unix time in seconds, None when it was never read.
    """

    name: str
    description: str
    is_set: bool
    last_accessed_at: int | None


class SecretClient(Client):
    """Reads and writes the declared secrets of one user.

    Every method raises SecretNotDeclaredError for an undeclared name and
    SecretVaultUnavailable when the vault cannot be reached. With ``IMPERAL_DEV_MODE`` set the
    values come from variables ``IMPERAL_SECRET_<NAME>`` and nothing is ever written.
    """

    service = "secrets"

    def __init__(
        self,
        *,
        ext_id: str,
        imperal_id: str,
        auth_gw_base: str,
        session_token: str,
        declared: Mapping[str, SecretSpec],
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=auth_gw_base,
                auth_token=session_token,
                extension_id=ext_id,
                user_id=imperal_id,
            ),
            transport,
        )
        self._declared = declared

    async def get(self, name: str) -> str | None:
        """Return the value, None when it is not set."""
        rules.declared(name, self._declared)
        if self._in_dev_mode():
            return _from_environment(name)
        value = await self._ask("get", name=name)
        return value if value is None or isinstance(value, str) else value.get("value")

    async def set(self, name: str, value: str) -> None:
        """Store the value.

        Raises SecretWriteForbidden when only the user may write it, SecretValueTooLarge when
        it is longer than the declared ``max_bytes``.
        """
        spec = rules.declared(name, self._declared)
        rules.check_writable(spec, "set")
        rules.check_length(spec, value)
        if self._in_dev_mode():
            _warn_about_write("set", name)
            return
        await self._ask("set", name=name, value=value)

    async def delete(self, name: str) -> bool:
        """Forget the value; False when there was none. Raises SecretWriteForbidden."""
        spec = rules.declared(name, self._declared)
        rules.check_writable(spec, "delete")
        if self._in_dev_mode():
            _warn_about_write("delete", name)
            return False
        return bool(await self._ask("delete", name=name))

    async def is_set(self, name: str) -> bool:
        """Tell whether the secret has a value."""
        rules.declared(name, self._declared)
        if self._in_dev_mode():
            return _from_environment(name) is not None
        return bool(await self._ask("is_set", name=name))

    async def list(self) -> builtins.list[SecretStatus]:
        """Return the status of each declared secret."""
        if self._in_dev_mode():
            rows: Any = [
                {"name": name, "is_set": await self.is_set(name)} for name in self._declared
            ]
        else:
            rows = await self._ask("list")
        known = {row["name"]: row for row in rows}
        return [_status(spec, known.get(name, {})) for name, spec in self._declared.items()]

    def _in_dev_mode(self) -> bool:
        return self._injected is None and dev_mode()

    async def _ask(self, method: str, **args: Any) -> Any:
        if self._injected is not None:
            return await self._injected(self.service, method, args)
        import httpx

        try:
            return await self._call(method, **args)
        except httpx.TransportError as error:
            raise SecretVaultUnavailable(
                explain(
                    f"ctx.secrets.{method} could not reach the vault ({type(error).__name__})",
                    "secrets live in the platform's vault",
                    "try again later, or set IMPERAL_DEV_MODE=1 to work from variables",
                )
            ) from error


def dev_mode() -> bool:
    """Tell whether ``IMPERAL_DEV_MODE`` asks for secrets from environment variables."""
    return os.environ.get(DEV_MODE_VARIABLE, "").strip().lower() not in _FALSE


def _from_environment(name: str) -> str | None:
    return os.environ.get(f"{SECRET_VARIABLE_PREFIX}{name.upper()}") or None


def _warn_about_write(method: str, name: str) -> None:
    logger.warning("ctx.secrets.%s(%r) does nothing in development mode", method, name)


def _status(spec: SecretSpec, row: Mapping[str, Any]) -> SecretStatus:
    return SecretStatus(
        name=spec.name,
        description=spec.description,
        is_set=bool(row.get("is_set")),
        last_accessed_at=row.get("last_accessed_at"),
    )

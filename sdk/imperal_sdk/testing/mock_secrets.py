"""Secrets in memory."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping

from imperal_sdk._messages import explain
from imperal_sdk.secrets import rules
from imperal_sdk.secrets.client import SecretStatus
from imperal_sdk.secrets.exceptions import SecretNotDeclaredError
from imperal_sdk.secrets.spec import SecretSpec


class UndeclaredSecret(SecretNotDeclaredError, ValueError):  # noqa: N818 - says what it is
    """What the double raises for a name outside ``declared``.

    The real client raises SecretNotDeclaredError, the published double ValueError; this is
    both.
    """


class MockSecretStore:
    """``ctx.secrets`` for tests: ``MockSecretStore({"openai_api_key": "sk-test"})``.

    With ``declared`` other names raise; without it every name is allowed and unset ones are
    None. Given an extension's declarations (``declared=ext.secrets``, as ``MockContext`` does for
    an extension) writing keeps their rules: SecretWriteForbidden, SecretValueTooLarge. Each user
    has values of their own: ``for_user`` gives an empty store.
    """

    def __init__(
        self,
        initial: dict[str, str] | None = None,
        *,
        declared: Iterable[str] | Mapping[str, SecretSpec] | None = None,
    ) -> None:
        self._store: dict[str, str] = dict(initial or {})
        self._declared: set[str] | None = None if declared is None else set(declared)
        self._specs = dict(declared) if isinstance(declared, Mapping) else {}
        self._others: dict[str, MockSecretStore] = {}

    def for_user(self, user_id: str) -> MockSecretStore:
        """Return another user's secrets; the same store each time."""
        declared = self._specs or self._declared
        return self._others.setdefault(user_id, MockSecretStore(declared=declared))

    async def get(self, name: str) -> str | None:
        """Return the value, None when it is not set."""
        self._check(name)
        return self._store.get(name)

    async def set(self, name: str, value: str) -> None:
        """Keep a value. Raises as production does where the declaration is known."""
        self._check(name)
        if spec := self._specs.get(name):
            rules.check_writable(spec, "set")
            rules.check_length(spec, value)
        self._store[name] = value

    async def delete(self, name: str) -> bool:
        """Forget a value; False when there was none. Raises as production does."""
        self._check(name)
        if spec := self._specs.get(name):
            rules.check_writable(spec, "delete")
        return self._store.pop(name, None) is not None

    async def is_set(self, name: str) -> bool:
        """Tell whether there is a value."""
        self._check(name)
        return name in self._store

    async def list(self) -> builtins.list[SecretStatus]:
        """Return the status of each declared, or known, secret."""
        names = self._declared if self._declared is not None else self._store
        return [self._status(name) for name in sorted(names)]

    def _status(self, name: str) -> SecretStatus:
        spec = self._specs.get(name)
        return SecretStatus(name, spec.description if spec else "(mock)", name in self._store, None)

    def _check(self, name: str) -> None:
        if self._declared is None or name in self._declared:
            return
        raise UndeclaredSecret(
            explain(
                f"secret {name!r} is not declared (declared: {sorted(self._declared)})",
                "an extension uses only secrets it declares",
                f"add it to declared=, and ext.secret({name!r}, ...) to the extension",
            )
        )

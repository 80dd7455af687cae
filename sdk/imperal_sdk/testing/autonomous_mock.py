"""A smaller, older double with shapes of its own. New tests use MockContext."""

from __future__ import annotations

import copy
from typing import Any

DEFAULT_BALANCE = 100_000


class MockBilling:
    """A balance in tokens and a plan."""

    def __init__(self, balance: int = DEFAULT_BALANCE, plan: str = "pro") -> None:
        self.balance = balance
        self.plan = plan
        self.charges: list[tuple[int, str]] = []

    async def charge(self, amount: int, reason: str = "") -> bool:
        """Take ``amount`` off the balance; False when there is not enough."""
        if amount > self.balance:
            return False
        self.balance -= amount
        self.charges.append((amount, reason))
        return True

    async def check_plan(self) -> str:
        """Return the plan's id."""
        return self.plan

    async def get_balance(self) -> int:
        """Return the balance."""
        return self.balance


class MockRBAC:
    """Roles and scopes."""

    def __init__(self, roles: list[str] | None = None, scopes: list[str] | None = None) -> None:
        self.roles = ["user", "developer"] if roles is None else roles
        self.scopes = scopes or []

    async def get_roles(self) -> list[str]:
        """Return the roles."""
        return list(self.roles)

    async def has_scope(self, scope: str) -> bool:
        """Tell whether a scope is granted."""
        return "*" in self.scopes or scope in self.scopes


class MockAI:
    """A model that always answers the same."""

    def __init__(self, default_response: str = "Mocked AI answer") -> None:
        self.default_response = default_response
        self.prompts: list[str] = []

    async def complete(self, prompt: str, model: str = "gpt-4o", **kwargs: Any) -> str:
        """Return the answer, as text."""
        self.prompts.append(prompt)
        return self.default_response


class MockStore:
    """Values by key."""

    def __init__(self) -> None:
        self._store: dict[str, Any] = {}

    async def get(self, key: str, default: Any = None) -> Any:
        """Return the value of ``key``, or ``default``."""
        return copy.deepcopy(self._store.get(key, default))

    async def set(self, key: str, value: Any) -> None:
        """Keep a value."""
        self._store[key] = copy.deepcopy(value)

    async def delete(self, key: str) -> bool:
        """Forget a key; False when there was none."""
        return self._store.pop(key, None) is not None


class AutonomousMockContext:
    """A user with billing, roles, a model and a store."""

    def __init__(
        self,
        imperal_id: str = "mock_user_123",
        email: str = "author@imperal.io",
        tenant_id: str = "default_tenant",
        roles: list[str] | None = None,
        scopes: list[str] | None = None,
        balance: int = DEFAULT_BALANCE,
        plan: str = "pro",
    ) -> None:
        self.imperal_id = imperal_id
        self.email = email
        self.tenant_id = tenant_id
        self.billing = MockBilling(balance, plan)
        self.rbac = MockRBAC(roles, scopes)
        self.ai = MockAI()
        self.store = MockStore()

    def as_context(self) -> AutonomousMockContext:
        """Return this object: it stands in for a context."""
        return self

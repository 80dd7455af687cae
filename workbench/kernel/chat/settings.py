"""What a user has chosen about confirmations (the platform's ``/v1/me/settings``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.kernel.personas import Persona
from workbench.kernel.profile import Profile


@dataclass(frozen=True, slots=True)
class ConfirmationSettings:
    """When a user is asked before a call.

    ``actions`` says so by action type; ``overrides`` by function (``app.function``) or app, and
    wins; ``ttl_s`` is how long a card waits in virtual seconds, 0 for ever.
    """

    enabled: bool = True
    actions: Mapping[str, bool] = field(default_factory=dict)
    overrides: Mapping[str, bool] = field(default_factory=dict)
    ttl_s: float = 0.0

    def asks(self, app_id: str, function: str, action_type: str) -> tuple[bool, str]:
        """Whether a call waits for a yes, and which setting says so.

        The function's declared action type counts, not the intent of the message.
        """
        if action_type not in ("write", "destructive"):
            return False, f"{action_type} is never asked about"
        if not self.enabled:
            return False, "confirmation_enabled is off"
        for name in (f"{app_id}.{function}", app_id):
            if name in self.overrides:
                return self.overrides[name], f"confirmation_overrides[{name}]"
        if self.actions.get("all"):
            return True, "confirmation_actions.all"
        return self.actions.get(action_type, False), f"confirmation_actions.{action_type}"


class UserSettings:
    """The settings of every user: the profile's, then those of the persona, then what was set."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._set: dict[str, dict[str, Any]] = {}

    def of(self, user: Persona) -> ConfirmationSettings:
        """What holds for a user now."""
        base = ConfirmationSettings(
            actions={
                "write": self._profile.confirmation_write,
                "destructive": self._profile.confirmation_destructive,
            },
            ttl_s=self._profile.confirmation_ttl_s,
        )
        given = {**_of_attributes(user.attributes), **self._set.get(user.imperal_id, {})}
        if "actions" in given:
            given["actions"] = {**base.actions, **given["actions"]}
        return replace(base, **given)

    def change(self, user_id: str, **settings: Any) -> None:
        """Set some of ``enabled, actions, overrides, ttl_s`` for a user.

        Raises:
            TypeError: there is no such setting.
        """
        replace(ConfirmationSettings(), **settings)
        self._set.setdefault(user_id, {}).update(settings)


def _of_attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The settings among a persona's attributes, under the platform's names."""
    names = {
        "confirmation_enabled": "enabled",
        "confirmation_actions": "actions",
        "confirmation_overrides": "overrides",
        "confirmation_ttl": "ttl_s",
    }
    return {names[key]: value for key, value in attributes.items() if key in names}

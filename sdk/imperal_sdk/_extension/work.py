"""Decorators for work: tools, signals, schedules, skeletons and webhooks (SDK reference)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from imperal_sdk._extension.cron import check_cron
from imperal_sdk._extension.declared import F, ScheduleDef, SignalDef, ToolDef, WebhookDef
from imperal_sdk._extension.registry import Registry
from imperal_sdk._messages import explain, shown

DEFAULT_SKELETON_TTL = 300
_FORBIDDEN_IN_SECTION = frozenset("*?[]:/")


class SkeletonToolDef(ToolDef):
    """The tool behind a skeleton; ``_skeleton`` is what the host schedules it by."""

    _skeleton: dict[str, Any]


class WorkDecorators(Registry):
    """``tool``, ``signal``, ``schedule``, ``skeleton`` and ``webhook``."""

    def tool(
        self, name: str, scopes: list[str] | None = None, description: str = ""
    ) -> Callable[[F], F]:
        """Declare a tool; the description defaults to the handler's docstring.

        A repeated name replaces the earlier tool.
        """
        self._named("tool", name)

        def decorate(func: F) -> F:
            self._tools[name] = ToolDef(
                name, func, scopes or [], description or (func.__doc__ or "")
            )
            return func

        return decorate

    def signal(self, name: str) -> Callable[[F], F]:
        """Declare the handler of a platform signal."""
        self._named("signal", name)

        def decorate(func: F) -> F:
            self._signals[name] = SignalDef(name, func)
            return func

        return decorate

    def schedule(self, name: str, cron: str) -> Callable[[F], F]:
        """Declare a cron job, run in UTC by the system user (scheduled tasks concept).

        ``cron`` has five fields. Raises ValueError naming the field that is wrong.
        A repeated name replaces the earlier job.
        """
        self._named("schedule", name)
        check_cron(cron, f"@ext.schedule({name!r})")

        def decorate(func: F) -> F:
            self._schedules[name] = ScheduleDef(name, func, cron)
            return func

        return decorate

    def skeleton(
        self,
        section_name: str,
        *,
        alert: bool = False,
        ttl: int = DEFAULT_SKELETON_TTL,
        description: str = "",
    ) -> Callable[[F], F]:
        """Declare a per-user probe that feeds the classifier; refreshed every ``ttl`` seconds.

        The handler returns ``{"response": {…}}``. With ``alert`` the host compares snapshots
        and calls the tool ``skeleton_alert_<section>``. Raises ValueError for a bad name.
        """
        self._named("skeleton", section_name)
        _check_section_name(section_name)
        seconds = _ttl_seconds(section_name, ttl)

        def decorate(func: F) -> F:
            name = f"skeleton_refresh_{section_name}"
            tool = SkeletonToolDef(
                name, func, [], description or f"Skeleton refresh: {section_name}"
            )
            tool._skeleton = {
                "section_name": section_name,
                "alert_on_change": bool(alert),
                "ttl": seconds,
            }
            self._tools[name] = tool
            return func

        return decorate

    def webhook(self, path: str, method: str = "POST", secret_header: str = "") -> Callable[[F], F]:
        """Declare an HTTP entry point; the handler is ``(ctx, headers, body, query_params)``.

        Slashes around ``path`` do not matter: it is kept as "/path".
        """
        self._named("webhook", path)
        bare = path.strip("/")

        def decorate(func: F) -> F:
            name = f"__webhook__{bare}"
            self._tools[name] = ToolDef(name, func, [], f"Webhook handler for path: /{bare}")
            self._webhooks[f"/{bare}"] = WebhookDef(f"/{bare}", func, method, secret_header)
            return func

        return decorate


def _check_section_name(name: object) -> None:
    if not isinstance(name, str) or not name:
        raise ValueError(
            explain(
                f"@ext.skeleton({shown(name)}): the section name is empty or not a string",
                "a skeleton is stored under its section name",
                "write for example @ext.skeleton('tasks', ttl=60)",
            )
        )
    wrong = sorted(set(name) & _FORBIDDEN_IN_SECTION)
    if wrong:
        raise ValueError(
            explain(
                f"@ext.skeleton({name!r}): the section name contains {', '.join(wrong)}",
                "a section name becomes part of a storage key, so * ? [ ] : / are not allowed",
                f"write @ext.skeleton({_without(name)!r})",
            )
        )


def _without(name: str) -> str:
    return "".join("_" if char in _FORBIDDEN_IN_SECTION else char for char in name)


def _ttl_seconds(section: str, ttl: Any) -> int:
    try:
        return int(ttl) if ttl else DEFAULT_SKELETON_TTL
    except (TypeError, ValueError) as error:
        raise type(error)(
            explain(
                f"@ext.skeleton({section!r}): ttl={shown(ttl)} is not a number of seconds",
                "ttl is a whole number of seconds between two refreshes",
                "write for example ttl=60",
            )
        ) from None

"""Decorators for other extensions: events and exposed methods (events concept)."""

from __future__ import annotations

from collections.abc import Callable

from imperal_sdk._extension.declared import EmitsDef, EventHandlerDef, ExposedMethod, F
from imperal_sdk._extension.registry import Registry
from imperal_sdk._messages import explain, shown


class BusDecorators(Registry):
    """``on_event``, ``emits`` and ``expose``."""

    def on_event(self, event_type: str) -> Callable[[F], F]:
        """Subscribe to an event of any extension; the handler is ``(ctx, event: dict)``.

        The platform calls it with ``ctx=None``: only ``event`` may be used
        (events, The minimal handler context model).
        """
        self._named("on_event", event_type)

        def decorate(func: F) -> F:
            self._event_handlers.append(EventHandlerDef(event_type, func))
            return func

        return decorate

    def emits(self, event_type: str, *, schema_ref: str | None = None) -> Callable[[F], F]:
        """Declare an event this extension emits; stack it for several.

        ``event_type`` is ``<app_id>.<something>``. Raises ValueError at once for a name
        without a dot or of another namespace (events, Cross-namespace enforcement).
        """
        self._named("emits", event_type)
        _check_event_type(event_type, self.app_id)

        def decorate(func: F) -> F:
            self._declared_emits.append(EmitsDef(event_type, schema_ref))
            return func

        return decorate

    def expose(self, name: str, action_type: str = "read") -> Callable[[F], F]:
        """Let other extensions call this method by ``ctx.extensions.call(app_id, name)``.

        ``action_type`` is read or write; the manifest refuses anything else.
        """
        self._named("expose", name)

        def decorate(func: F) -> F:
            self._exposed[name] = ExposedMethod(name, func, action_type)
            return func

        return decorate


def _check_event_type(event_type: object, app_id: str) -> None:
    where = f"@ext.emits({shown(event_type)})"
    if not isinstance(event_type, str) or "." not in event_type:
        raise ValueError(
            explain(
                f"{where}: the event type has no dot",
                "an event type is the app id, a dot and a name",
                f"write for example @ext.emits('{app_id}.created')",
            )
        )
    if not event_type.startswith(f"{app_id}."):
        name = event_type.partition(".")[2] or "created"
        raise ValueError(
            explain(
                f"{where}: it starts with {event_type.partition('.')[0]!r}, "
                f"but the app id is {app_id!r}",
                "an extension may declare events of its own namespace only (cross-namespace block)",
                f"write @ext.emits('{app_id}.{name}')",
            )
        )

"""Which event names an extension may rightly use (events, Cross-namespace enforcement)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from workbench.kernel.errors import ErrorReport


def undeclared(
    app_id: str, event_type: str, declared: Collection[str], place: Mapping[str, Any]
) -> ErrorReport | None:
    """What is wrong with an emitted name; None for one that ``@ext.emits`` declares.

    The platform checks names where they are declared and not where they are emitted: such an event
    is delivered all the same, but nobody can discover it. `place` is the line of the emit.
    """
    if event_type in declared:
        return None
    file, line = place.get("file"), place.get("line")
    if not event_type.startswith(f"{app_id}."):
        return ErrorReport(
            "ForeignEvent",
            f"{app_id} emits {event_type!r}, a name of another extension's namespace",
            file=file,
            line=line,
            hint=f"An extension's own events begin with {app_id!r} and a dot.",
        )
    return ErrorReport(
        "UndeclaredEvent",
        f"{app_id} emits {event_type!r} without declaring it",
        file=file,
        line=line,
        hint=f'Declare it with @ext.emits("{event_type}"), so that others can subscribe.',
    )

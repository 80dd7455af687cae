"""Has nodes come with the author's lines for as long as somebody inspects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.gui.inspector.refreshes import ORIGIN, Refresh

if TYPE_CHECKING:
    from workbench.gui.session import Session


class Lines:
    """Asks the children to note lines, and calls a panel anew whose nodes came without them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked: set[tuple[str, str, str, int]] = set()

    def note(self, wanted: bool) -> None:
        """Begins, or ends: noting costs every handler a little."""
        self._asked.clear()
        if self._session.kernel is not None:
            self._session.kernel.builds.note_lines(wanted)

    def ask(self, refresh: Refresh | None) -> None:
        """Calls a panel anew if its nodes came without their lines: once for each build."""
        kernel = self._session.kernel
        if kernel is None or refresh is None or refresh.now.lines:
            return
        now = refresh.now
        extension = kernel.extensions.get(now.app_id)
        build = extension.current if extension is not None else None
        if build is None or not _notes_lines(build.sdk):
            return
        key = (now.user_id, now.app_id, now.panel_id, build.number)
        if key not in self._asked:
            self._asked.add(key)
            user = kernel.personas.find(now.user_id)
            call = kernel.panels.call(now.app_id, now.panel_id, {}, user=user, origin=ORIGIN)
            self._session.tasks.spawn(call, "ask for the lines of a panel's nodes")


def _notes_lines(sdk: Any) -> bool:
    return isinstance(sdk, dict) and sdk.get("origin") == "bundled"

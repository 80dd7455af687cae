"""The last two answers of every panel: what each shows now, and what it showed before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.panel_answer import PanelAnswer

ORIGIN: Final = "inspector"
"""Where a call comes from that only asks for the lines of the nodes."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a panel shows, and the answer that it showed before that; None at first."""

    now: PanelAnswer
    before: PanelAnswer | None = None


class Refreshes(QObject):
    """Remembers the answers of panels as they come; `changed` carries user, app and panel id."""

    changed = Signal(str, str, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[tuple[str, str, str], Refresh] = {}
        session.bridge.panel.connect(self._take)
        session.extensions_changed.connect(self._forget_closed)
        session.kernel_changed.connect(self._known.clear)

    def of(self, user_id: str, app_id: str, panel_id: str) -> Refresh | None:
        """The last two answers with a tree of a user's panel; None before its first."""
        return self._known.get((user_id, app_id, panel_id))

    def _take(self, answer: PanelAnswer) -> None:
        """A failed answer changes nothing: the last good tree stays on the stage."""
        key = (answer.user_id, answer.app_id, answer.panel_id)
        if answer.ok and answer.ui is not None:
            self._known[key] = _following(self._known.get(key), answer)
        self.changed.emit(*key)

    def _forget_closed(self) -> None:
        loaded = {extension.app_id for extension in self._session.extensions()}
        for key in [key for key in self._known if key[1] not in loaded]:
            del self._known[key]


def _following(known: Refresh | None, answer: PanelAnswer) -> Refresh:
    if known is None:
        return Refresh(answer)
    if known.now is answer:
        return known
    if answer.origin == ORIGIN and answer.ui == known.now.ui:
        # It brought the lines and nothing else: what happened before is what an author asks for.
        told = replace(known.now, ui=answer.ui, lines=answer.lines)
        return Refresh(told, known.before)
    return Refresh(answer, known.now)

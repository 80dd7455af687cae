"""How the stage's panels look to whoever is signed in: their agency's theme, their direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, Qt

from workbench.gui.theme import Theme, manager
from workbench.gui.theme.agency import Agency, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.gui.render.panel_view import PanelView
    from workbench.gui.session import Session


class Wardrobe(QObject):
    """Dresses all panels in the agency theme of the extension in view and the person signed in."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._worn: tuple[str, Mapping[str, Any] | None] = ("", None)
        for changed in (
            session.people_changed,
            session.current_changed,
            session.extensions_changed,
            session.kernel_changed,
        ):
            changed.connect(self._follow)

    def _follow(self) -> None:
        kernel, app_id = self._session.kernel, self._session.current or ""
        theme = kernel.agency.theme(app_id) if kernel is not None and app_id else None
        if (app_id, theme) == self._worn:
            return
        self._worn = (app_id, theme)
        agency = read(theme)
        manager().dress_panels(agency)
        if kernel is not None and app_id:
            faults = faults_of(agency)
            kernel.agency.note_faults(app_id, faults)
            if faults:
                more = f", and {len(faults) - 1} more in Problems" if len(faults) > 1 else ""
                self._session.notice.emit(f"Agency theme: {faults[0]}{more}")


def faults_of(agency: Agency) -> list[str]:
    """What of a theme cannot be used as it was given, in light and in dark."""
    looks = (Theme(name, agency).faults for name in ("light", "dark"))
    return [*agency.faults, *(fault for look in looks for fault in look)]


class Facing(QObject):
    """Lets a panel run as the language of its user does; `user_id` is empty for who is signed in.

    It lives as long as the panel.
    """

    def __init__(self, view: PanelView, session: Session, user_id: str = "") -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._user_id = user_id
        session.people_changed.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        kernel = self._session.kernel
        if kernel is not None:
            people = kernel.personas
            user = people.find(self._user_id) if self._user_id else people.current
            self._view.set_rtl(runs_from_right(user.locale))


def runs_from_right(locale: str) -> bool:
    """Whether the pages of somebody with this BCP 47 locale run from right to left."""
    direction = QLocale(locale.replace("_", "-")).textDirection()
    return direction == Qt.LayoutDirection.RightToLeft

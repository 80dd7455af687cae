"""Which panels come into view by themselves: at discovery, and when a save has added one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.builds.extension import Extension
    from workbench.kernel.panel_answer import PanelAnswer


class Discovery:
    """Calls panels as the platform does, and brings those into view that claim their slot."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, set[str]] = {}

    async def run(self, app_id: str) -> None:
        """A new discovery cycle: panels are called with no params, the auto action runs once.

        On the way back to an earlier session's place, the panels that were in view there are
        brought back.
        """
        kernel, back = self._session.kernel, self._session.reopening
        if kernel is None:
            return
        for answer in await kernel.panels.discover(app_id):
            if back is None or back.shows(answer):
                self._bring(answer)
        if back is not None:
            await back.open_panels(self._session, app_id)

    async def run_all(self) -> None:
        """A new discovery cycle of every extension."""
        kernel = self._session.kernel
        for app_id in list(kernel.extensions) if kernel is not None else []:
            await self.run(app_id)

    async def run_beside(self) -> None:
        """Opens the panels of the extension in view for the user beside."""
        kernel, app_id = self._session.kernel, self._session.current
        beside = kernel.personas.beside if kernel is not None else None
        if kernel is None or beside is None or app_id is None:
            return
        for answer in await kernel.panels.discover(app_id, user=beside):
            self._bring(answer)

    def follow(self, extension: Extension) -> None:
        """Opens panels that a build has added; one that was there before is not opened anew."""
        kernel, app_id = self._session.kernel, extension.app_id
        if kernel is None or app_id not in kernel.extensions:
            self._known.pop(app_id, None)
            return
        published = {str(row["panel_id"]) for row in kernel.panels.published(app_id)}
        known = self._known.setdefault(app_id, published)
        new = published - known
        self._known[app_id] = known | published
        for panel_id in sorted(new):
            self._session.tasks.spawn(self._open(app_id, panel_id), "open a new panel")

    def forget(self) -> None:
        """Knows no panel any more: the kernel has ended."""
        self._known.clear()

    async def _open(self, app_id: str, panel_id: str) -> None:
        kernel = self._session.kernel
        if kernel is not None:
            self._bring(await kernel.panels.call(app_id, panel_id, origin="discovery"))

    def _bring(self, answer: PanelAnswer) -> None:
        if claims_its_slot(answer):
            self._session.panel_opened.emit(answer)


def claims_its_slot(answer: PanelAnswer) -> bool:
    """Whether a discovered panel comes into view by itself.

    Side panels always do, even to say that they failed. A center panel does only with a tree other
    than an empty placeholder: until then the chat keeps the center.
    """
    if answer.slot != "center":
        return True
    return answer.ok and answer.ui is not None and not _is_placeholder(answer.ui)


def _is_placeholder(tree: dict[str, Any]) -> bool:
    return str(tree.get("type", "")).lower() == "empty" and not tree.get("id")

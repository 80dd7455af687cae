"""Commands about what stands on the stage: picking an element, and the inspector's dock."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from workbench.gui.bindings.binding import Binding
from workbench.gui.inspector.refreshes import Refreshes

if TYPE_CHECKING:
    from workbench.gui.inspector.inspector import Inspector


class Inspecting(Binding):
    """The inspector, made when it is first asked for; answers are remembered from the start."""

    def bind(self) -> None:
        """Picking, and showing the dock."""
        self.refreshes = Refreshes(self.session, self)
        self.registry.bind("inspect.pick", lambda: self.inspector.pick())
        self.registry.bind("inspect.show", self._toggle, checked=self._shown)

    @cached_property
    def inspector(self) -> Inspector:
        """The inspector of this window."""
        from workbench.gui.inspector.inspector import Inspector

        inspector = Inspector(self.chrome, self.refreshes)
        inspector.dock.visibilityChanged.connect(lambda _shown: self.registry.changed())
        return inspector

    def _toggle(self) -> None:
        self.inspector.toggle()
        self.registry.changed()

    def _shown(self) -> bool:
        return "inspector" in vars(self) and self.inspector.open

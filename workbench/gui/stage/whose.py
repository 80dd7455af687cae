"""A line over a stage that says whose panels are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Badge, Mark
from workbench.gui.parts.text import Line
from workbench.gui.stage.strip import Strip

if TYPE_CHECKING:
    from workbench.kernel.personas import Persona


class WhoseRow(Strip):
    """Says whose panels are under it.

    With `tools` there are two buttons: `swap_asked` and `close_asked`.
    """

    swap_asked = Signal()
    close_asked = Signal()

    def __init__(self, *, tools: bool = False) -> None:
        super().__init__(gap=8, margins=(14, 0, 8, 0))
        self.name = Line("", "ui-strong")
        self.where = Line("", "small", "subtle", stretch=True)
        self.tenant = Badge("other tenant", "warning")
        self.swap = Button(icon="arrow-left-right", height=24)
        self.swap.setToolTip("Change places: sign this user in")
        self.close_button = Button(icon="x", height=24)
        self.close_button.setToolTip("Look at one user only")
        self.add(
            Mark("user-round", "primary"),
            self.name,
            self.where,
            self.tenant,
            self.swap,
            self.close_button,
        )
        self.swap.setVisible(tools)
        self.close_button.setVisible(tools)
        self.swap.clicked.connect(self.swap_asked)
        self.close_button.clicked.connect(self.close_asked)

    def show_person(self, person: Persona, current: Persona) -> None:
        """Says who it is, and whether they live in another tenant than who is signed in."""
        self.name.set_text(person.name or person.imperal_id)
        parts = [person.tenant_id, person.role, person.locale, person.surface]
        self.where.set_text(" · ".join(part for part in parts if part))
        self.tenant.setVisible(person.tenant_id != current.tenant_id)

"""The people of the session on one sheet: who they are, what they may, and who is looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.parts import button, look
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Badge, Hairline, Mark
from workbench.gui.parts.overlay import Overlay
from workbench.gui.parts.slim import slim
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph
from workbench.kernel.personas import SYSTEM_ID, WEBHOOK_ID, Persona

if TYPE_CHECKING:
    from workbench.gui.session import Session

_MOST_SCOPES = 6
_NOBODY = (
    (SYSTEM_ID, "Runs schedules and hears events: every scope, no tenant, no e-mail. It sees no "
     "user's documents but through ctx.as_user, and what it notifies reaches nobody."),
    (WEBHOOK_ID, "Runs webhooks. It may reach a user's documents and notifications by id, and act "
     "as nobody."),
)  # fmt: skip


class PeopleSheet(Overlay):
    """Everybody who can sign in, and the two actors that are nobody; gone once it is closed."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window, width=680, top=0.1)
        self._session = session
        self.setAccessibleName("People")
        head = Row(gap=8, margins=(20, 14, 12, 12))
        close = Button(icon="x", height=26)
        close.setToolTip("Close")
        close.clicked.connect(self.close_layer)
        head.add(Line("People", "heading", stretch=True), close)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        slim(self._scroll)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self.sheet.body.addWidget(head)
        self.sheet.body.addWidget(Hairline(token="border-subtle"))
        self.sheet.body.addWidget(self._scroll, 1)
        self.closed.connect(self.deleteLater)
        self.tools: dict[str, tuple[Button, Button]] = {}

    def open(self) -> None:
        """Draws everybody, and shows the sheet."""
        kernel = self._session.kernel
        if kernel is None:
            return
        inside = QWidget()
        column = QVBoxLayout(inside)
        side = look.px(20)
        column.setContentsMargins(side, look.px(6), side, side)
        column.setSpacing(0)
        present = {person.imperal_id for person in kernel.personas.present}
        current = kernel.personas.current.imperal_id
        for person in kernel.personas:
            column.addWidget(self._person(person, person.imperal_id == current, present))
            column.addWidget(Hairline())
        for actor, said in _NOBODY:
            column.addWidget(_nobody(actor, said))
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._scroll.setMinimumHeight(min(look.px(560), inside.sizeHint().height() + 2))
        super().open()

    def _person(self, person: Persona, signed_in: bool, present: set[str]) -> QWidget:
        """Name and tools, then where they are, then what they may."""
        id_ = person.imperal_id
        row = Row(gap=8)
        row.add(Mark("user-round", "primary" if signed_in else "muted", 16))
        row.add(Line(person.name or id_, "ui-strong"), Line(id_, "mono-tiny", "subtle"))
        if signed_in:
            row.add(Badge("signed in", "info"))
        elif id_ in present:
            row.add(Badge("beside", "purple"))
        row.layout_.addStretch(1)
        sign_in = Button("Sign in", variant=button.SECONDARY, height=26)
        beside = Button("Show beside", icon="columns-2", height=26)
        sign_in.setAccessibleName(f"Sign in as {person.name or id_}")
        beside.setAccessibleName(f"Show {person.name or id_} beside")
        sign_in.setEnabled(not signed_in)
        beside.setEnabled(id_ not in present)
        sign_in.clicked.connect(partial(self._sign_in, id_))
        beside.clicked.connect(partial(self._beside, id_))
        row.add(beside, sign_in)
        self.tools[id_] = (sign_in, beside)
        where = [person.tenant_name or person.tenant_id, person.role, person.email]
        lives = [person.timezone, person.locale, person.surface and f"on {person.surface}"]
        told = Line(" · ".join(part for part in (*where, *lives) if part), "small", "muted")
        return _block(row, told, _scopes(person))

    def _sign_in(self, imperal_id: str) -> None:
        self._session.tasks.spawn(self._session.choose_persona(imperal_id), "sign in")
        self.close_layer()

    def _beside(self, imperal_id: str) -> None:
        self._session.put_beside(imperal_id)
        self.close_layer()


def _scopes(person: Persona) -> Row:
    row = Row(gap=6)
    shown = person.scopes[:_MOST_SCOPES]
    for scope in shown:
        row.add(Badge("every scope" if scope == "*" else scope, "muted", mono=scope != "*"))
    if not person.scopes:
        row.add(Badge("no scope", "warning"))
    if len(person.scopes) > len(shown):
        row.add(Line(f"and {len(person.scopes) - len(shown)} more", "small", "subtle"))
    row.layout_.addStretch(1)
    return row


def _nobody(actor: str, said: str) -> QWidget:
    row = Row(gap=8)
    row.add(Badge(actor, "danger", mono=True), Line("is nobody who can sign in", "small", "subtle"))
    row.layout_.addStretch(1)
    return _block(row, Paragraph(said, "small", "muted"))


def _block(*rows: QWidget) -> QWidget:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, look.px(12), 0, look.px(12))
    column.setSpacing(look.px(6))
    for row in rows:
        column.addWidget(row)
    return block

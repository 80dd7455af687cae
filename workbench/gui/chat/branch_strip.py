"""The branches of a turn: each with exactly the state it began on, the present one marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.chat.turn_words import Branch
from workbench.gui.keys import key_book
from workbench.gui.parts import look, paint
from workbench.gui.parts.marks import Mark
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line
from workbench.gui.theme import icons


class BranchRow(QWidget):
    """A branch; `chosen` when somebody wants it to be the present one."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.branch = Branch("", "", "", present=False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def show_branch(self, branch: Branch) -> None:
        """Takes up a branch."""
        if branch != self.branch:
            self.branch = branch
            state = "present" if branch.present else "put aside"
            self.setAccessibleName(f"{branch.title}, {branch.base}, {state}")
            switch = (
                "Look at this branch" if branch.gone else "Switch to this branch, with its state"
            )
            self.setToolTip("" if branch.present else switch)
            self.restyle()

    def hasHeightForWidth(self) -> bool:
        """The base wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Title, then the base."""
        return look.line("small") + int(self._base(width).size.height()) + look.px(10)

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(look.px(240), self.heightForWidth(look.px(320)))

    def minimumSizeHint(self) -> QSize:
        """A narrow column."""
        return QSize(look.px(120), look.line("small"))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Mark, title, base."""
        theme, present = look.theme(), self.branch.present
        if present:
            painter.fillRect(self.rect(), theme.color("primary", 0.10))
            painter.fillRect(QRectF(0, 0, look.px(2), self.height()), theme.color("primary"))
        elif self.underMouse():
            painter.fillRect(self.rect(), theme.color("hover"))
        left, top, line = look.px(32), look.px(5), look.line("small")
        side = look.px(13)
        name, tone = ("circle-dot", "primary") if present else ("circle", "subtle")
        icons.paint(painter, name, look.px(12), top + (line - side) / 2, side, look.ink(tone))
        place = QRectF(left, top, self.width() - left - look.px(10), line)
        role = "small-strong" if present else "small-medium"
        ink = look.ink("text" if present else "muted")
        paint.text(painter, place, self.branch.title, role, ink)
        self._base(self.width()).draw(painter, QPointF(left, top + line), look.ink("subtle"))
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), look.px(4))

    def _base(self, width: int) -> paint.Wrapped:
        return paint.Wrapped(self.branch.base, "mono-tiny", max(look.px(60), width - look.px(44)))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Lit while pointed at."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And no longer."""
        super().leaveEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Switches."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Space switch."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class BranchStrip(QWidget):
    """All branches of a turn; `chosen` carries the turn of the one somebody wants."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[BranchRow] = []
        head = Row(gap=7, margins=(11, 7, 11, 3))
        self._count = Line("", "small", "subtle", stretch=True)
        head.add(Mark("git-branch", "muted", 14), Line("Branches", "small-strong"), self._count)
        head.add(Line(key_book().shown("chat.checkout"), "mono-tiny", "subtle"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 4)
        self._column.setSpacing(0)
        self._column.addWidget(head)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme in force."""
        self.update()

    def show_branches(self, branches: Sequence[Branch]) -> None:
        """Takes up the branches, oldest first."""
        self._count.set_text(str(len(branches)))
        while len(self.rows) < len(branches):
            row = BranchRow()
            row.chosen.connect(lambda row=row: self.chosen.emit(row.branch.turn_id))
            self.rows.append(row)
            self._column.addWidget(row)
        for row, branch in zip(self.rows, branches, strict=True):
            row.show_branch(branch)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A quiet frame."""
        theme = look.theme()
        edge = theme.color("border-subtle" if theme.dark else "border")
        paint.rounded(painter, QRectF(self.rect()), look.px(9), None, edge)

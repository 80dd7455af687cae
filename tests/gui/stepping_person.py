"""A person who steps through turns of the chat by keyboard, and a small extension to do it with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.gui.until import until
from workbench.gui.chat.argument_form import ArgumentForm
from workbench.gui.chat.form import Form
from workbench.gui.chat.plan_card import PlanCard
from workbench.gui.chat.turn_view import TurnView
from workbench.gui.chrome import Chrome
from workbench.kernel.chat.turn import Step, Turn
from workbench.kernel.kernel import Kernel

NOTES = """
import asyncio
from imperal_sdk import ActionResult, ChatExtension, Extension
from pydantic import BaseModel, Field

ext = Extension("demo", version="1.0.0", display_name="Demo", capabilities=[],
                description="Notes with gates that a test opens, one after another, by hand.",
                actions_explicit=True)
chat = ChatExtension(ext, tool_name="demo", description="Notes")
gates = {}

class Nothing(BaseModel):
    pass

class Title(BaseModel):
    title: str = Field(max_length=20)

class Which(BaseModel):
    note_id: str

@chat.function("create_note", description="Create a note.", action_type="write",
               event="demo.created", effects=["create:note"])
async def create_note(ctx, params: Title) -> ActionResult:
    doc = await ctx.store.create("notes", {"title": params.title})
    return ActionResult.success(data={"note_id": doc.id}, summary=f"made {params.title}")

@chat.function("read_note", description="Read a note.", action_type="read")
async def read_note(ctx, params: Which) -> ActionResult:
    doc = await ctx.store.get("notes", params.note_id)
    return ActionResult.success(data={"title": doc.data["title"] if doc else None}, summary="read")

@chat.function("list_titles", description="List the titles.", action_type="read")
async def list_titles(ctx, params: Nothing) -> ActionResult:
    page = await ctx.store.query("notes")
    return ActionResult.success(data={"titles": [d.data["title"] for d in page.data]}, summary="ok")

@chat.function("fail", description="Fails.", action_type="read")
async def fail(ctx, params: Nothing) -> ActionResult:
    return ActionResult.error("nope", code="NOPE")

@chat.function("post", description="Posts outside.", action_type="read")
async def post(ctx, params: Nothing) -> ActionResult:
    await ctx.http.post("https://x.test/things", json={})
    return ActionResult.success(data={}, summary="posted")

@chat.function("wait_for", description="Waits until it is let go.", action_type="read")
async def wait_for(ctx, params: Title) -> ActionResult:
    await gates.setdefault(params.title, asyncio.Event()).wait()
    return ActionResult.success(data={}, summary="waited")

@chat.function("let_go", description="Lets go.", action_type="read")
async def let_go(ctx, params: Title) -> ActionResult:
    gates.setdefault(params.title, asyncio.Event()).set()
    return ActionResult.success(data={}, summary="let go")

@chat.function("wait_behind", description="Waits in the background.", action_type="read",
               background=True)
async def wait_behind(ctx, params: Title) -> ActionResult:
    await gates.setdefault(params.title, asyncio.Event()).wait()
    return ActionResult.success(data={}, summary="came back")
"""
TOML = """
[[http.rule]]
method = "POST"
url = "*"
json = { ok = true }
"""


def write_notes(folder: Path, code: str = NOTES) -> Path:
    """The extension in a folder of its own."""
    root = folder / "demo"
    root.mkdir(exist_ok=True)
    (root / "main.py").write_text(code)
    (root / "workbench.toml").write_text(TOML)
    return root


class Person:
    """Presses keys in a window and sees what the chat shows."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome
        self.chat = chrome.stage.chat

    @property
    def kernel(self) -> Kernel:
        """The running kernel."""
        assert self.chrome.session.kernel is not None
        return self.chrome.session.kernel

    async def press(self, command_id: str) -> None:
        """Presses a command's key as soon as the command is possible."""
        registry = self.chrome.registry
        await until(lambda: registry.enabled(command_id), f"{command_id} enabled")
        self.chrome.actions.sync()
        self.key(registry.get(command_id).keys[0])

    def key(self, text: str) -> None:
        """Presses a key wherever the focus is."""
        sequence: Any = QKeySequence(text)
        combination = sequence[0]
        target = QApplication.focusWidget() or self.chrome.window
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())

    def write(self, text: str) -> None:
        """Writes over what the field with the focus holds."""
        field = QApplication.focusWidget()
        assert field is not None
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)

    def say(self, text: str) -> None:
        """Writes a message and sends it."""
        editor = self.chat.composer.editor
        editor.setFocus()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)

    def begin(self, plan: list[dict[str, Any]]) -> Turn:
        """Begins a turn with a written plan, stepped if the toggle says so."""
        return self.kernel.chat.say_soon("go", plan=plan, mode=self.chat.stepper.mode)

    # -- what is to be seen

    def view(self) -> TurnView:
        """The newest turn in view."""
        return next(view for view in reversed(self.chat.turn_views()) if not view.isHidden())

    def card(self) -> PlanCard:
        """Its plan."""
        card = self.view().plan_card()
        assert card is not None
        return card

    def at_hand(self) -> Step | None:
        """The step at hand."""
        return self.chat.stepper.hand.step()

    async def stands(self, place: str, function: str) -> None:
        """Waits until the bar says that the turn stands there."""

        def seen() -> bool:
            views = [view for view in self.chat.turn_views() if not view.isHidden()]
            card = views[-1].plan_card() if views else None
            why = card.bar.why() if card is not None and card.bar.isVisible() else ""
            return why.startswith(f"Stands {place} {function}")

        await until(seen, f"the turn standing {place} {function}")

    async def ended(self, turn: Turn) -> None:
        """Waits until the window shows how a turn ended."""

        def seen() -> bool:
            view = next((v for v in self.chat.turn_views() if v.turn_id == turn.id), None)
            return turn.finished and view is not None and bool(view.answers())

        await until(seen, "the answer")

    async def form(self) -> Form:
        """Waits until a form is open and has the focus."""

        def found() -> Form | None:
            card = self.view().plan_card()
            return (card.steps.detail.form() or card.plan_form()) if card is not None else None

        def seen() -> bool:
            form = found()
            return form is not None and _inside(form) and _laid_out(form)

        await until(seen, "a form with the focus")
        form = found()
        assert form is not None
        return form

    async def field(self, name: str) -> QLineEdit:
        """Goes with Tab to the field of a parameter in the open form."""
        form = await self.form()
        assert isinstance(form, ArgumentForm)
        for _ in range(20):
            focus = QApplication.focusWidget()
            if isinstance(focus, QLineEdit) and focus.accessibleName() == name:
                return focus
            self.key("Tab")
        raise AssertionError(f"no field {name!r} within reach of Tab")

    async def titles(self) -> list[str]:
        """The notes that are stored now."""
        outcome = await self.kernel.call("demo", "list_titles", {})
        return list(outcome.data["titles"])

    async def let_go(self, name: str) -> None:
        """Opens a gate."""
        await self.kernel.call("demo", "let_go", {"title": name})

    async def until(self, seen: Callable[[], object], what: str) -> None:
        """Waits until something can be seen."""
        await until(seen, what)


def _laid_out(form: Form) -> bool:
    """Whether the form has its place: the buttons stand below what is written in."""
    focus = QApplication.focusWidget()
    assert focus is not None
    fields = form.fields if isinstance(form, ArgumentForm) and form.mode() == "fields" else []
    tops = [field.y() for field in fields]
    ordered = len(set(tops)) == len(tops) and tops == sorted(tops)
    written = focus.mapTo(form, QPoint(0, 0)).y()
    return ordered and form.apply.mapTo(form, QPoint(0, 0)).y() > written


def _inside(form: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and form.isAncestorOf(focus)

"""What a click means: the four UI actions, and where the name of a called function leads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from workbench.kernel.chat.chat import Chat
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import CHANGING, Asked, FunctionOutcome, Functions
from workbench.kernel.panel_answer import PanelAnswer
from workbench.kernel.panels import Panels
from workbench.kernel.personas import Persona

ActionKind = Literal["panel", "function", "navigate", "send", "open", "none"]

_SYSTEM: Final = {
    "__panel__": "panel",
    "__widget__": "widget",
    "__tray__": "tray",
    "__menu__": "menu",
    "__webhook__": "webhook",
}
"""Names with these beginnings go straight to a handler, with the params as keyword arguments."""

CallSystem = Callable[[str, str, str, dict[str, Any], Persona], Awaitable[FunctionOutcome]]


@dataclass(slots=True)
class ActionOutcome:
    """What an action did.

    ``answer`` is the panel it opened, ``result`` what the function answered, ``path``, ``url`` and
    ``message`` what the window is to do; ``error`` is set when ``ok`` is false.
    """

    ok: bool
    kind: ActionKind
    error: ErrorReport | None = None
    url: str | None = None
    path: str | None = None
    message: str | None = None
    answer: PanelAnswer | None = None
    result: FunctionOutcome | None = None


def route(function: str) -> tuple[str, str]:
    """The kind of handler a function name leads to, and its bare name.

    ``__panel__notes`` is the panel ``notes``; a name without a system beginning is a chat function
    (SDK reference, UI actions).
    """
    for beginning, kind in _SYSTEM.items():
        if function.startswith(beginning):
            return kind, function.removeprefix(beginning)
    return "function", function


class Actions:
    """Carries out UI actions for one kernel."""

    def __init__(
        self,
        core: Core,
        *,
        panels: Panels,
        functions: Functions,
        call_system: CallSystem,
        chat: Chat,
    ) -> None:
        self._core = core
        self._panels = panels
        self._functions = functions
        self._call_system = call_system
        self._chat = chat

    async def act(
        self,
        app_id: str,
        action: Mapping[str, Any],
        *,
        panel_id: str | None = None,
        origin: str = "user",
        user: Persona | None = None,
    ) -> ActionOutcome:
        """Carry out one action; ``panel_id`` is the panel whose control was used, ``user`` whose.

        A send starts a chat turn and does not wait for it; navigate and open only say what the
        window is to do.
        """
        kind = action.get("action")
        if kind == "navigate":
            return ActionOutcome(True, "navigate", path=str(action.get("path") or ""))
        person = user or self._core.personas.current
        if kind == "send":
            message = str(action.get("message") or "")
            self._chat.say_soon(message, user=person)
            return ActionOutcome(True, "send", message=message)
        if kind == "open":
            return ActionOutcome(True, "open", url=str(action.get("url") or ""))
        if kind != "call" or not isinstance(action.get("function"), str):
            report = ErrorReport("UnknownAction", f"{kind!r} is not an action the platform knows")
            return ActionOutcome(False, "none", error=report)
        params = action.get("params")
        arguments = dict(params) if isinstance(params, Mapping) else {}
        return await self._call(app_id, action["function"], arguments, origin, person)

    async def act_by_itself(
        self, app_id: str, action: Mapping[str, Any], panel_id: str, user: Persona
    ) -> None:
        """Carry out a left panel's ``auto_action``."""
        await self.act(app_id, action, panel_id=panel_id, origin="auto_action", user=user)

    async def _call(
        self, app_id: str, function: str, params: dict[str, Any], origin: str, user: Persona
    ) -> ActionOutcome:
        kind, name = route(function)
        if kind == "panel":
            answer = await self._panels.call(app_id, name, params, user=user, origin=origin)
            return ActionOutcome(answer.ok, "panel", error=answer.error, answer=answer)
        if kind != "function":
            result = await self._call_system(app_id, kind, name, params, user)
            return ActionOutcome(result.ok, "function", error=result.error, result=result)
        if self._core.profile.confirmation_panel_calls and self._changes(app_id, name):
            message = await self._confirm(app_id, name, params, user)
            return ActionOutcome(True, "function", message=message)
        result = await self._functions.call(app_id, name, params, Asked("panel", user))
        said = result.summary if result.ok else None
        return ActionOutcome(result.ok, "function", error=result.error, message=said, result=result)

    async def _confirm(
        self, app_id: str, function: str, params: dict[str, Any], user: Persona
    ) -> str:
        """A write in a profile that asks for those of panels too: it goes through the chat."""
        plan = [{"tool": f"{app_id}.{function}", "args": params}]
        turn = await self._chat.say("", plan=plan, user=user)
        return turn.messages[-1].text if turn.messages else "Waits for your confirmation."

    def _changes(self, app_id: str, function: str) -> bool:
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return False
        declared = extension.declarations.handler("function", function) or {}
        return declared.get("action_type") in CHANGING

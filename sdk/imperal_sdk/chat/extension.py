"""The chat side of an extension: functions the assistant can call."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import BaseModel

from imperal_sdk import _provenance
from imperal_sdk._messages import explain, shown
from imperal_sdk.chat._signature import describe, parameter_model, return_model
from imperal_sdk.chat.exceptions import TaskCancelled
from imperal_sdk.types.action_result import ActionResult

if TYPE_CHECKING:
    from imperal_sdk.extension import Extension

__all__ = ["ActionResult", "ChatExtension", "FunctionDef", "TaskCancelled"]

F = TypeVar("F", bound=Callable[..., Any])

logger = logging.getLogger("imperal_sdk.chat")

_PERSONA = re.compile(r"\byou are (a|an|the)\b", re.IGNORECASE)


@dataclass
class FunctionDef:
    """A chat function as the host dispatches it.

    ``_pydantic_model`` is built from the call's arguments and passed as ``_pydantic_param``;
    without a model the arguments are passed as keywords.
    """

    name: str
    func: Callable[..., Any]
    description: str
    params: dict[str, Any] = field(default_factory=dict)
    action_type: str = "read"
    event: str = ""
    chain_callable: bool = True
    effects: list[str] = field(default_factory=list)
    id_projection: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    background: bool = False
    long_running: bool = False
    _pydantic_model: type[BaseModel] | None = None
    _pydantic_param: str = ""
    _return_model: type[BaseModel] | None = None
    _ui_builder: bool = False
    event_schema: type | None = None


class ChatExtension:
    """A named bundle of chat functions on an extension.

    ``tool_name`` defaults to ``tool_<app_id>_chat``; ``system_prompt`` should describe the
    work, not a persona; ``model`` is ignored by the platform and only warns.
    """

    _model_warned: ClassVar[bool] = False

    def __init__(
        self,
        ext: Extension,
        tool_name: str | None = None,
        description: str = "",
        system_prompt: str = "",
        model: str | None = None,
        max_rounds: int = 10,
    ) -> None:
        self.ext = ext
        self.tool_name = tool_name or f"tool_{ext.app_id}_chat"
        self.description = description
        self.system_prompt = system_prompt
        self.model = model
        self.max_rounds = max_rounds
        self._functions: dict[str, FunctionDef] = {}
        _warn_about_prompt(self.tool_name, system_prompt)
        if model is not None:
            _warn_about_model(self.tool_name, model)
        bundles: dict[str, ChatExtension] = ext.__dict__.setdefault("_chat_extensions", {})
        bundles[self.tool_name] = self

    @property
    def functions(self) -> dict[str, FunctionDef]:
        """Chat functions by name."""
        return self._functions

    def function(
        self,
        name: str | None = None,
        description: str = "",
        params: dict[str, Any] | None = None,
        action_type: str = "read",
        event: str = "",
        chain_callable: bool | None = None,
        effects: list[str] | None = None,
        id_projection: str | None = None,
        background: bool = False,
        long_running: bool = False,
        inputs: list[str] | None = None,
        outputs: list[str] | None = None,
        data_model: type | None = None,
        ui_builder: bool = False,
        *,
        event_schema: type | None = None,
    ) -> Callable[[F], F]:
        """Declare a chat function; the handler is ``async (ctx, params: Model) -> ActionResult``.

        ``name`` defaults to the function's own name (older published versions want it spelled
        out), ``description`` to the first line of its docstring. ``action_type`` is read, write
        or destructive; ``event`` is published after a success; ``effects`` says what a write
        changes; ``id_projection`` names the field that carries the target's id in a chain;
        ``background`` detaches the handler, with ``long_running`` for up to 30 minutes instead
        of 3; ``chain_callable=False`` keeps it out of chains. ``params`` (name to description)
        switches the detection of the handler's model off; ``data_model`` is the model of the
        answer where the annotation does not say it; a ``ui_builder`` answers with nodes and
        needs none. ``inputs``, ``outputs`` and ``event_schema`` are kept as they are. A repeated
        name replaces the earlier function. Raises TypeError when the parentheses are missing.
        """
        if callable(name):
            raise TypeError(
                explain(
                    f"@chat.function was applied to {getattr(name, '__name__', name)!r} directly",
                    "function takes arguments, so it needs its parentheses",
                    "write @chat.function(description='...')",
                )
            )
        source = _provenance.caller()

        def decorate(func: F) -> F:
            own_name = name or func.__name__
            model, parameter, table = _parameters(func, params)
            self._functions[own_name] = FunctionDef(
                name=own_name,
                func=func,
                description=description or _first_line(func),
                params=table,
                action_type=action_type,
                event=event,
                chain_callable=True if chain_callable is None else chain_callable,
                effects=list(effects or []),
                id_projection=id_projection or "",
                inputs=list(inputs or []),
                outputs=list(outputs or []),
                background=background,
                long_running=long_running,
                _pydantic_model=model,
                _pydantic_param=parameter,
                _return_model=_returned(func, data_model),
                _ui_builder=ui_builder,
                event_schema=event_schema,
            )
            if source is not None:
                self.ext._sources["function", own_name] = source
            return func

        return decorate


def _parameters(
    func: Callable[..., Any], params: dict[str, Any] | None
) -> tuple[type[BaseModel] | None, str, dict[str, Any]]:
    if params is not None:
        return None, "", params
    model, name = parameter_model(func)
    return model, name, describe(model) if model is not None else {}


def _returned(func: Callable[..., Any], data_model: Any) -> type[BaseModel] | None:
    if isinstance(data_model, type) and issubclass(data_model, BaseModel):
        return data_model
    return return_model(func)


def _first_line(func: Callable[..., Any]) -> str:
    return next(iter((func.__doc__ or "").strip().splitlines()), "")


def _warn_about_prompt(tool_name: str, prompt: str) -> None:
    found = _PERSONA.search(prompt)
    if found:
        logger.warning(
            "%s",
            explain(
                f"ChatExtension {tool_name!r}: the system prompt says {shown(found.group(0))}",
                "the platform speaks with one voice; an extension describes work, not a persona",
                "describe what the functions do instead",
            ),
        )


def _warn_about_model(tool_name: str, model: str) -> None:
    if ChatExtension._model_warned:
        return
    ChatExtension._model_warned = True
    logger.warning(
        "%s",
        explain(
            f"ChatExtension {tool_name!r}: model={model!r} is deprecated and ignored",
            "the platform chooses the model",
            "remove model=",
        ),
    )

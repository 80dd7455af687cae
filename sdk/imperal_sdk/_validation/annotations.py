"""What a handler's signature says, with annotations written as text resolved."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from imperal_sdk.types.action_result import ActionResult

UNRESOLVED = object()
"""Stands for an annotation whose names cannot be found."""


def return_annotation(func: Callable[..., Any]) -> Any:
    """Return the annotation, None without one, its text when it cannot be resolved."""
    written = inspect.signature(func).return_annotation
    if written is inspect.Signature.empty:
        return None
    if not isinstance(written, str):
        return written
    try:
        return get_type_hints(func).get("return", written)
    except (NameError, TypeError, SyntaxError, AttributeError):
        return written


def is_action_result(annotation: Any) -> bool:
    """Tell whether an annotation is ActionResult, a kind of it, or its name."""
    if isinstance(annotation, str):
        name = annotation.split("[")[0].strip().rpartition(".")[2]
        return name == ActionResult.__name__
    origin = get_origin(annotation) or annotation
    return isinstance(origin, type) and issubclass(origin, ActionResult)


def is_typed_result(annotation: Any) -> bool:
    """Tell whether an annotation names a form: ActionResult or a pydantic model."""
    return is_action_result(annotation) or _is_model(annotation)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def parameter_names(func: Callable[..., Any]) -> list[str]:
    """Return the names of a handler's parameters but ``ctx`` and ``self``."""
    return [name for name in inspect.signature(func).parameters if name not in ("ctx", "self")]


def takes(func: Callable[..., Any], name: str) -> bool:
    """Tell whether a handler can be given ``name`` as a keyword."""
    parameters = inspect.signature(func).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return True
    found = parameters.get(name)
    return found is not None and found.kind is not found.POSITIONAL_ONLY


def result_model(annotation: Any) -> Any:
    """Return the model inside ``ActionResult[Model]``, or None."""
    return next(iter(get_args(annotation)), None) if is_action_result(annotation) else None

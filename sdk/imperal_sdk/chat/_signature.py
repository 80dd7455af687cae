"""Read a chat function's signature: which parameter is the model, and what it returns."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Callable
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from imperal_sdk._messages import explain
from imperal_sdk.types.action_result import ActionResult

logger = logging.getLogger("imperal_sdk.chat")

_SKIPPED = ("ctx", "self")


def signature(func: Callable[..., Any]) -> inspect.Signature:
    """Return the signature; a name only the type checker knows stays a forward reference."""
    if sys.version_info >= (3, 14):
        # From 3.14 on reading an annotation evaluates it, and that would raise NameError.
        import annotationlib

        return inspect.signature(func, annotation_format=annotationlib.Format.FORWARDREF)
    return inspect.signature(func)


def parameter_model(func: Callable[..., Any]) -> tuple[type[BaseModel] | None, str]:
    """Return the pydantic model a handler takes and the parameter's name, or (None, "").

    The first parameter annotated with a BaseModel counts; ``ctx`` and ``self`` do not.
    Annotations written as strings are resolved in the function's module.
    """
    for name, parameter in signature(func).parameters.items():
        if name in _SKIPPED:
            continue
        annotation = _resolve(func, name, parameter.annotation)
        if _is_model(annotation):
            return annotation, name
    return None, ""


def return_model(func: Callable[..., Any]) -> type[BaseModel] | None:
    """Return the model of ``-> Model`` or ``-> ActionResult[Model]``, None for anything else."""
    annotation = _resolve(func, "return", signature(func).return_annotation)
    if get_origin(annotation) is ActionResult:
        (annotation,) = get_args(annotation)
    return annotation if _is_model(annotation) else None


def describe(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Return the short parameter table of a model: type, description, default when optional."""
    schema = model.model_json_schema()
    required = set(schema.get("required", ()))
    table: dict[str, dict[str, Any]] = {}
    for name, field in schema.get("properties", {}).items():
        entry = {
            "type": field.get("type", "string"),
            "description": field.get("description") or field.get("title", ""),
        }
        if name not in required:
            entry["default"] = field.get("default")
        table[name] = entry
    return table


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _resolve(func: Callable[..., Any], name: str, annotation: Any) -> Any:
    if not isinstance(annotation, str):
        return annotation
    namespace = getattr(inspect.unwrap(func), "__globals__", {})
    try:
        # The author's own annotation, in the author's own module: what typing would evaluate.
        return eval(annotation, namespace)
    except Exception as error:
        logger.warning(
            "%s",
            explain(
                f"{func.__name__}: the annotation {annotation!r} of {name!r} cannot be resolved "
                f"({type(error).__name__}: {error})",
                "parameter and return models are found by their annotations when the function "
                "is decorated",
                "define or import the class at module level, above the function and outside "
                "'if TYPE_CHECKING'",
            ),
        )
        return None

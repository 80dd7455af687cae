"""Rules about how a chat function is declared: V4, V6, V10, V11, V16, V17, V19, V20, V33."""

from __future__ import annotations

from collections.abc import Iterator

from imperal_sdk._messages import one_of
from imperal_sdk._validation.annotations import parameter_names
from imperal_sdk._validation.issue import ERROR, WARN, ValidationIssue
from imperal_sdk._validation.subject import Function, Subject

VALID_ACTION_TYPES = {"destructive", "read", "write"}
MIN_DESCRIPTION = 20
MAX_MODEL_NAME = 64


def check(subject: Subject) -> Iterator[ValidationIssue]:
    """Run every rule of this family on every chat function."""
    for function in subject.functions:
        for rule in _RULES:
            yield from rule(function)
        if subject.ext.actions_explicit:
            yield from _chain_callable(function)


def _action_type(function: Function) -> Iterator[ValidationIssue]:
    given = function.definition.action_type
    if given not in VALID_ACTION_TYPES:
        yield function.issue(
            "V4",
            ERROR,
            f"{function.label}: action_type {given!r} is not one of {one_of(VALID_ACTION_TYPES)}",
            "Write action_type='read', 'write' or 'destructive'",
            "action_type",
        )


def _parameter_model(function: Function) -> Iterator[ValidationIssue]:
    definition = function.definition
    if definition._pydantic_model is not None:
        return
    if parameter_names(definition.func):
        yield function.signature_issue(
            "V6",
            WARN,
            f"{function.label}: no parameter is a pydantic model",
            f"Write class {_class_name(function.name)}Params(BaseModel) and take it as params",
        )
    yield function.signature_issue(
        "V17",
        ERROR,
        f"{function.label}: it takes no pydantic model, so the assistant cannot fill its arguments",
        "Take one parameter annotated with a BaseModel, an empty one if there is nothing to ask; "
        "leave params= out of the decorator",
    )


def _class_name(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _event(function: Function) -> Iterator[ValidationIssue]:
    if function.writes and not function.definition.event:
        yield function.issue(
            "V10",
            WARN,
            f"{function.label}: it is a {function.definition.action_type} and publishes no event",
            f"Add event='{function.app_id}.{function.name}', so that panels refresh",
        )


def _docstring(function: Function) -> Iterator[ValidationIssue]:
    if not (function.definition.func.__doc__ or "").strip():
        yield function.signature_issue(
            "V11", WARN, f"{function.label}: it has no docstring", "Say in a line what it does"
        )


def _description(function: Function) -> Iterator[ValidationIssue]:
    given = function.definition.description
    if len(given) < MIN_DESCRIPTION:
        yield function.issue(
            "V16",
            ERROR,
            f"{function.label}: its description has {len(given)} characters; "
            f"it takes {MIN_DESCRIPTION} or more",
            "Say what goes in, what comes out and when the assistant should use it",
            "description",
        )


def _chain_callable(function: Function) -> Iterator[ValidationIssue]:
    if function.writes and not function.definition.chain_callable:
        yield function.issue(
            "V19",
            ERROR,
            f"{function.label}: a {function.definition.action_type} with chain_callable=False "
            "cannot be planned",
            "Leave chain_callable out",
            "chain_callable",
        )


def _effects(function: Function) -> Iterator[ValidationIssue]:
    if function.writes and not function.definition.effects:
        yield function.issue(
            "V20",
            WARN,
            f"{function.label}: it is a {function.definition.action_type} without effects",
            "Name them, such as effects=['create:note']",
        )


def _model_name(function: Function) -> Iterator[ValidationIssue]:
    name = f"{function.app_id}__{function.name}"
    if len(name) > MAX_MODEL_NAME:
        yield function.issue(
            "V33",
            WARN,
            f"{function.label}: the assistant sees it as {name!r}, {len(name)} characters; "
            f"{MAX_MODEL_NAME} is the most",
            "Shorten the function's name",
        )


_RULES = (
    _action_type,
    _parameter_model,
    _event,
    _docstring,
    _description,
    _effects,
    _model_name,
)

RULES = (check,)

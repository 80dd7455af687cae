"""Rules about what a chat function answers: V5, V18, V23, V24, V24-AST, V32."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator

from imperal_sdk._validation import source
from imperal_sdk._validation.annotations import (
    is_action_result,
    is_typed_result,
    return_annotation,
)
from imperal_sdk._validation.issue import ERROR, WARN, ValidationIssue
from imperal_sdk._validation.sites import Place
from imperal_sdk._validation.subject import Function, Subject, at

SEVERITY_VARIABLE = "IMPERAL_VALIDATOR_V23_SEVERITY"


def check(subject: Subject) -> Iterator[ValidationIssue]:
    """Run every rule of this family on every chat function."""
    for function in subject.functions:
        for rule in (_return_type, _return_model, _skeleton_access, _error_codes):
            yield from rule(function)


def _return_type(function: Function) -> Iterator[ValidationIssue]:
    annotation = return_annotation(function.definition.func)
    if not is_action_result(annotation):
        yield function.signature_issue(
            "V5",
            ERROR,
            f"{function.label}: it is not annotated to return ActionResult",
            "Write -> ActionResult, or -> ActionResult[Model]",
        )
    if not is_typed_result(annotation) and function.definition._return_model is None:
        yield function.signature_issue(
            "V18",
            ERROR,
            f"{function.label}: its answer has no type",
            "Annotate it with -> ActionResult or a pydantic model",
        )


def _return_model(function: Function) -> Iterator[ValidationIssue]:
    definition = function.definition
    if definition._return_model is not None or definition._ui_builder:
        return
    if definition.action_type == "read":
        lenient = os.environ.get(SEVERITY_VARIABLE, "").lower() == "warn"
        yield function.issue(
            "V23",
            WARN if lenient else ERROR,
            f"{function.label}: the form of what it reads is not declared",
            "Write -> ActionResult[Model], or data_model=Model in the decorator",
        )
    elif function.writes:
        yield function.issue(
            "V24",
            WARN,
            f"{function.label}: the form of what it wrote is not declared",
            "Write -> ActionResult[Model], or data_model=Model in the decorator",
        )


def _skeleton_access(function: Function) -> Iterator[ValidationIssue]:
    for node in _body(function):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "skeleton"
            and isinstance(node.value, ast.Name)
            and node.value.id == "ctx"
        ):
            yield at(
                Place(function.site.file, node.lineno),
                "V24-AST",
                ERROR,
                f"{function.label}: it uses ctx.skeleton, which only skeletons may",
                "Read through ctx.cache or ctx.store",
            )


def _error_codes(function: Function) -> Iterator[ValidationIssue]:
    for node in _body(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = node.func.value
        named = isinstance(owner, ast.Name) and owner.id == "ActionResult"
        if named and node.func.attr == "error" and not source.keyword(node, "code"):
            yield at(
                Place(function.site.file, node.lineno),
                "V32",
                WARN,
                f"{function.label}: this error has no code; the platform will call it "
                "EXT_UNSTRUCTURED_ERROR",
                "Pass code=, one of imperal_sdk.chat.error_codes or one of your own",
            )


def _body(function: Function) -> Iterator[ast.AST]:
    node = function.site.node
    if node is not None:
        for statement in node.body:
            yield from ast.walk(statement)


RULES = (check,)

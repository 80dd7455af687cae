"""Stand-ins that take every call and do nothing: what a published name must not be.

A test shows what a name does only if it fails when the name is an impostor. ``install`` puts
one in the place of a name, for the rest of the process: call it in a child process.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import re
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

from pydantic import BaseModel
from pydantic_core import SchemaValidator, core_schema

ROOMS = ("imperal_sdk", "tests", "test_")
KEPT = re.compile(
    "__(class|class_getitem|delattr|dict|doc|eq|getattribute|hash|init_subclass|module|new|repr|"
    "setattr|slots|subclasshook|weakref|get_pydantic_core_schema)__|_abc_impl|_is_protocol"
)
"""What every class has, and what Python itself needs to make instances."""


def install(module: str, name: str) -> None:
    """Replace ``name`` of ``module``, or one method of it (``Class.method``), everywhere."""
    owner, _, method = name.partition(".")
    value = getattr(importlib.import_module(module), owner)
    if method:
        _replace_method(value, method)
    elif not isinstance(value, type):
        _rebind(owner, value, _nothing_like(value))
    elif getattr(value, "_is_protocol", False):
        _rebind(owner, value, Anything)
    elif issubclass(value, BaseException) and not _own(value):
        _rebind(owner, value, type(owner, (Exception,), {}), ROOMS[:1])
    else:
        _hollow_out(value)


class _Agreeable(type):
    """Calls every object an instance."""

    def __instancecheck__(cls, instance: object) -> bool:
        return True


class Anything(metaclass=_Agreeable):
    """A protocol that asks for nothing."""


def _hollow_out(cls: type) -> None:
    for attribute in _own(cls):
        _replace_method(cls, attribute)
    if issubclass(cls, BaseModel):
        cls.__pydantic_validator__ = SchemaValidator(core_schema.any_schema())
    elif "__init__" not in vars(cls):
        setattr(cls, "__init__", _at_once)  # noqa: B010 - type checkers refuse the plain form


def _own(cls: type) -> list[str]:
    kinds = (classmethod, staticmethod, property, functools.cached_property)
    return [
        name
        for name, value in vars(cls).items()
        if not KEPT.fullmatch(name) and (inspect.isfunction(value) or isinstance(value, kinds))
    ]


def _replace_method(cls: type, name: str) -> None:
    value: Any = inspect.getattr_static(cls, name)
    stand_in: Any
    if isinstance(value, (property, functools.cached_property)):
        stand_in = property(lambda self: None)
    elif isinstance(value, (classmethod, staticmethod)):
        stand_in = staticmethod(_nothing_like(value.__func__))
    elif hasattr(value, "__get__") and not inspect.isfunction(value):
        stand_in = staticmethod(_nothing_like(getattr(cls, name)))
    else:
        stand_in = _nothing_like(value)
    setattr(cls, name, stand_in)


def _nothing_like(value: Any) -> Any:
    """Return what is called like ``value`` and does nothing, or an empty value of its kind."""
    if inspect.isasyncgenfunction(value):
        return _no_items
    if inspect.iscoroutinefunction(value):
        return _later
    if callable(value):
        return _at_once
    return None if value is None or isinstance(value, type) else _empty(type(value))


def _empty(kind: Callable[[], Any]) -> Any:
    try:
        return kind()
    except TypeError:
        return object()


def _at_once(*_args: Any, **_kwargs: Any) -> None:
    return None


async def _later(*_args: Any, **_kwargs: Any) -> None:
    return None


async def _no_items(*_args: Any, **_kwargs: Any) -> AsyncIterator[None]:
    nothing: tuple[None, ...] = ()
    for item in nothing:
        yield item


def _rebind(name: str, value: Any, stand_in: Any, rooms: tuple[str, ...] = ROOMS) -> None:
    """Put the stand-in wherever a module of the SDK or of these tests holds the value."""
    for module in list(sys.modules.values()):
        if not getattr(module, "__name__", "").startswith(rooms):
            continue
        for held, found in list(vars(module).items()):
            if found is value and (callable(value) or held == name):
                setattr(module, held, stand_in)

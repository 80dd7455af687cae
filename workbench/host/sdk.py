"""The `imperal_sdk` in use: finding it, warming it up, and its classes by name.

The installed one wins; the bundled one is put at the very end of ``sys.path``, and only when the
interpreter has none, so it can never shadow anything.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.machinery
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, cast

from workbench.wire.child_messages import SdkInfo
from workbench.wire.errors import CallError

Choice = Literal["auto", "bundled", "installed"]
_NAME = "imperal_sdk"
_WARM = (
    "extension",
    "chat",
    "chat.extension",
    "context",
    "errors",
    "types",
    "types.identity",
    "types.models",
    "types.pagination",
    "store.exceptions",
    "ui",
)
_ERROR_HOMES = (
    "errors",
    "store.exceptions",
    "secrets.exceptions",
    "extensions.client",
    "chat.exceptions",
    "types.models",
)


class SdkMissingError(ImportError):
    """No usable `imperal_sdk`; `hint` says what to install."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, name=_NAME)
        self.hint = hint


class _BundledFinder:
    """Finds the bundled SDK before the installed one, for ``--sdk bundled`` only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The bundled package's spec; None for every other name."""
        if name != _NAME:
            return None
        return importlib.machinery.PathFinder.find_spec(name, [str(self._folder)])


def find(choice: Choice, bundled: Path | None) -> Sdk:
    """Import the SDK of `choice` and what an extension is sure to need.

    Raises SdkMissingError if there is none, or if a package it needs is missing.
    """
    origin = _prepare(choice, bundled)
    try:
        importlib.import_module(_NAME)
        importlib.import_module("httpx")
        sdk = Sdk(origin)
        for name in _WARM:
            sdk.module(name)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        raise SdkMissingError(
            f"{_NAME} cannot be imported: {error}",
            f"pip install {'imperal-sdk' if missing == _NAME else missing} in {sys.executable}'s "
            "environment, or choose another interpreter with --python",
        ) from error
    return sdk


def _prepare(choice: Choice, bundled: Path | None) -> Literal["bundled", "installed"]:
    installed = importlib.util.find_spec(_NAME) is not None
    if choice == "bundled" and installed and bundled is not None:
        sys.meta_path.insert(0, cast(Any, _BundledFinder(bundled)))
        return "bundled"
    if choice != "bundled" and installed:
        return "installed"
    if choice == "installed" or bundled is None or not (bundled / _NAME).is_dir():
        raise SdkMissingError(
            f"{sys.executable} has no {_NAME}",
            "pip install imperal-sdk in that environment, or leave --sdk at auto",
        )
    sys.path.append(str(bundled))
    return "bundled"


class Sdk:
    """The imported SDK, whichever version it is."""

    def __init__(self, origin: Literal["bundled", "installed"]) -> None:
        root = sys.modules[_NAME]
        self.version = str(getattr(root, "__version__", "0.0.0"))
        self.origin: Literal["bundled", "installed"] = origin
        self.path = str(Path(root.__file__ or "").parent)
        self.major = int(self.version.partition(".")[0] or 0)
        self._errors: dict[str, type[BaseException]] = {}
        self._found: dict[tuple[str, str], Any] = {}

    def info(self) -> SdkInfo:
        """What the kernel is told about it."""
        return {"version": self.version, "origin": self.origin, "path": self.path}

    def module(self, name: str) -> ModuleType | None:
        """``imperal_sdk.<name>``, imported if need be; None if this version has no such module."""
        full = f"{_NAME}.{name}"
        try:
            return importlib.import_module(full)
        except ModuleNotFoundError as error:
            if error.name is not None and full.startswith(error.name):
                return None
            raise

    def get(self, module: str, name: str) -> Any:
        """A name of a module of the SDK; None if this version does not have it."""
        place = (module, name)
        if place not in self._found:
            self._found[place] = getattr(self.module(module), name, None)
        return self._found[place]

    def need(self, module: str, name: str) -> Any:
        """A name that every version has; AttributeError if this one does not after all."""
        found = self.get(module, name)
        if found is None:
            raise AttributeError(f"{_NAME} {self.version} has no {module}.{name}")
        return found

    def replace(self, module: str, name: str, value: Any) -> None:
        """Give the author another `name` of a module, where this version has it."""
        home = self.module(module)
        if home is not None and hasattr(home, name):
            setattr(home, name, value)

    # -- errors ----------------------------------------------------------------------------

    def error(self, refusal: CallError) -> BaseException:
        """The exception of this SDK (of httpx, built in) that `refusal` stands for."""
        kind = self._errors.get(refusal.type)
        if kind is None:
            kind = self._errors[refusal.type] = self._error_class(refusal.type)
        return _make(kind, refusal.message, refusal.fields)

    def _error_class(self, name: str) -> type[BaseException]:
        for found in self._named(name):
            if isinstance(found, type) and issubclass(found, BaseException):
                return found
        base = self.get("store.exceptions", "StoreError") if name.startswith("Store") else None
        return type(name, (base or RuntimeError,), {"__module__": _NAME})

    def _named(self, name: str) -> list[Any]:
        candidates = [self.get(home, name) for home in _ERROR_HOMES]
        return [*candidates, getattr(builtins, name, None), getattr(_httpx(), name, None)]


def _httpx() -> ModuleType | None:
    return importlib.import_module("httpx") if importlib.util.find_spec("httpx") else None


def _make(kind: type[BaseException], message: str, fields: Mapping[str, Any]) -> BaseException:
    """Construct `kind`, by its own constructor if that takes what is known."""
    try:
        return kind(**fields) if fields else kind(message)
    except TypeError:
        error = kind.__new__(kind)
        BaseException.__init__(error, message)
        for name, value in fields.items():
            setattr(error, name, value)
        return error

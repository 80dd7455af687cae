"""Imports an extension: its folder, its entry module, and the `Extension` in it."""

from __future__ import annotations

import difflib
import importlib.util
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from workbench.host.places import Places
from workbench.host.sdk import Sdk
from workbench.host.sources import FlatNames, compile_afresh, needs_package, package_name


class NoExtensionError(Exception):
    """The folder or the module holds no extension; `hint` says what to do, `file` where."""

    def __init__(self, message: str, hint: str, file: Path | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.file = file


@dataclass
class LoadedExtension:
    """An extension whose entry module has been imported."""

    extension: Any
    module: ModuleType
    root: Path
    notes: list[str] = field(default_factory=list)


def load(root: Path, entry: str, *, sdk: Sdk, places: Places) -> LoadedExtension:
    """Import ``root/entry`` as the platform does and find its extension.

    The folder becomes the working directory and the first entry of ``sys.path``. Whatever the
    author's code raises, SystemExit too, is raised; NoExtensionError if there is none.
    """
    root = root.absolute()
    path = root / entry
    places.settle(root)
    if not path.is_file():
        raise _no_entry(root, entry)
    _enter(root)
    compile_afresh(places)
    notes: list[str] = []
    module = _import(root, path, notes)
    return LoadedExtension(_extension_of(module, sdk, notes), module, root, notes)


def _no_entry(root: Path, entry: str) -> NoExtensionError:
    if not root.is_dir():
        return NoExtensionError(f"{root} is not a folder", "give the folder that holds main.py")
    names = [found.name for found in root.iterdir() if found.suffix == ".py"]
    near = difflib.get_close_matches(entry, names, 1, 0.5)
    deeper = sorted(found.parent.name for found in root.glob(f"*/{entry}"))
    hint = "the platform imports main.py in the folder of the extension"
    if near:
        hint += f"; did you mean to call {near[0]} so?"
    elif deeper:
        hint += f"; there is one in {', '.join(deeper)}"
    return NoExtensionError(f"{root} has no {entry}", hint)


def _enter(root: Path) -> None:
    os.chdir(root)
    sys.path.insert(0, str(root))
    if (root / "workbench").is_dir() or (root / "workbench.py").is_file():
        del sys.modules["workbench"]


def _import(root: Path, path: Path, notes: list[str]) -> ModuleType:
    name = ".".join(path.relative_to(root).with_suffix("").parts)
    notes += _shadowed(root)
    if not needs_package(root):
        return _execute(name, path)
    package = package_name(root)
    notes.append(f"imports are relative to the folder, so it is imported as the package {package}")
    FlatNames(root, package).install()
    full = f"{package}.{name}"
    return sys.modules.get(full) or _execute(full, path, alias=name)


def _shadowed(root: Path) -> list[str]:
    """What to say of sources that can never be imported, because their name is taken already."""
    names = {path.stem for path in root.glob("*.py")} | {
        path.parent.name for path in root.glob("*/__init__.py")
    }
    return [
        f"{name} of this folder is hidden by the standard library's, which the SDK has imported"
        for name in sorted(names & sys.stdlib_module_names & sys.modules.keys())
    ]


def _execute(name: str, path: Path, alias: str | None = None) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = sys.modules[alias or name] = module
    spec.loader.exec_module(module)
    return module


def _extension_of(module: ModuleType, sdk: Sdk, notes: list[str]) -> Any:
    kind = sdk.need("extension", "Extension")
    named = getattr(module, "ext", None)
    if isinstance(named, kind):
        return named
    for name, value in vars(module).items():
        if isinstance(value, kind):
            notes.append(f"the extension is {name} of {module.__name__}; the platform expects ext")
            return value
    message, file = f"{module.__name__} holds no Extension", Path(module.__file__ or "")
    raise NoExtensionError(message, _where_else(kind, module), file)


def _where_else(kind: type, module: ModuleType) -> str:
    folder = Path(module.__file__ or "").parent
    for other in list(sys.modules.values()):
        file = getattr(other, "__file__", None)
        if file is None or folder not in Path(file).parents:
            continue
        for name, value in list(vars(other).items()):
            if isinstance(value, kind):
                return f"import it: from {other.__name__.rpartition('.')[2]} import {name}"
    return "create one at module level: ext = Extension('my-app', …)"

"""The author's sources: always compiled from what is on disk, and importable as they expect.

Two saves of the same size within one second leave a stale ``.pyc`` behind, so none is ever read or
written for the author's files, whichever way they are imported.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import linecache
import re
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, cast

from workbench.host.places import Places

_SKIPPED = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist", "tests"}
)
_RELATIVE = re.compile(r"^[ \t]*from[ \t]+(\.+)[ \t]*[\w.]*[ \t]+import\b", re.MULTILINE)


def compile_afresh(places: Places) -> None:
    """Make every loader of Python sources compile the author's files from their text."""
    cached = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        if not places.is_author(path):
            return cached(self, fullname)
        data = self.get_data(path)
        _remember_lines(path, data)
        if b"\0" in data:
            raise _null_byte(path, data)
        return self.source_to_code(data, path)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def _remember_lines(path: str, data: bytes) -> None:
    """Let tracebacks quote the text that runs, though the file may have been saved again since."""
    try:
        lines = importlib.util.decode_source(data).splitlines(keepends=True)
    except (SyntaxError, UnicodeDecodeError):
        return
    linecache.cache[path] = (len(data), None, lines, path)


def _null_byte(path: str, data: bytes) -> SyntaxError:
    """The refusal of a half-written file; Python's own names neither file nor line."""
    before = data.partition(b"\0")[0]
    line = before.count(b"\n") + 1
    text = before.rpartition(b"\n")[2].decode("utf-8", "replace")
    return SyntaxError("source code cannot contain null bytes", (path, line, len(text) + 1, text))


# -- a folder that is imported as a package ------------------------------------------------------


def needs_package(root: Path) -> bool:
    """Whether a source imports relatively from the folder itself, as ``from .app import ext`` does.

    Such a folder is a package without a name; a folder whose sub-packages only import relatively
    within themselves is not.
    """
    unused = root / "__init__.py"
    return any(
        _reaches(path, len(path.relative_to(root).parts))
        for path in _sources(root)
        if path != unused
    )


def _sources(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.suffix == ".py" and entry.is_file():
            yield entry
        elif entry.is_dir() and entry.name not in _SKIPPED and not entry.name.startswith("."):
            yield from _sources(entry)


def _reaches(path: Path, depth: int) -> bool:
    """Whether a source `depth` levels down imports relatively from as many levels up."""
    text = path.read_bytes().decode("utf-8", "replace")
    return any(len(dots.group(1)) >= depth for dots in _RELATIVE.finditer(text))


def package_name(root: Path) -> str:
    """A name for the folder as a package that no module of anybody else has."""
    name = re.sub(r"\W", "_", root.name) or "extension"
    taken = name in sys.stdlib_module_names or name in sys.modules
    if taken or name[0].isdigit() or (root / f"{name}.py").exists() or (root / name).is_dir():
        name = f"extension_{name}"
    return name


class FlatNames:
    """Gives ``import app`` and ``from .app import …`` the same module.

    The folder is imported as a package; a flat name of one of its modules is an alias of the
    module in the package, so that both spellings can be mixed without running anything twice.
    """

    def __init__(self, root: Path, package: str) -> None:
        self._root = root
        self._package = package

    def install(self) -> None:
        """Create the package and begin to find flat names."""
        init = self._root / "__init__.py"
        if init.is_file():
            spec = importlib.util.spec_from_file_location(
                self._package, init, submodule_search_locations=[str(self._root)]
            )
        else:
            spec = ModuleSpec(self._package, None, is_package=True)
            spec.submodule_search_locations = [str(self._root)]
        assert spec is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[self._package] = module
        sys.meta_path.insert(0, cast(Any, self))
        if spec.loader is not None:
            spec.loader.exec_module(module)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The alias's spec for a flat name of the folder; None for every other name."""
        top, _, below = name.partition(".")
        if top == self._package or (below and not self._is_alias(top)):
            return None
        real = f"{self._package}.{name}"
        found = importlib.util.find_spec(real)
        if found is None or (found.loader is None and not below and self._is_elsewhere(name)):
            return None
        is_package = found.submodule_search_locations is not None
        return ModuleSpec(name, cast(Any, _Alias(real)), is_package=is_package)

    def _is_alias(self, top: str) -> bool:
        module = sys.modules.get(top)
        return module is not None and module is sys.modules.get(f"{self._package}.{top}")

    def _is_elsewhere(self, name: str) -> bool:
        """Whether a real module of a name exists that is only a plain folder here."""
        spec = importlib.machinery.PathFinder.find_spec(name)
        return spec is not None and spec.loader is not None


class _Alias:
    """A loader that answers with a module imported under another name."""

    def __init__(self, real: str) -> None:
        self._real = real
        self._spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._real)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run; only the spec that the import system has put in its place is undone."""
        module.__spec__ = self._spec

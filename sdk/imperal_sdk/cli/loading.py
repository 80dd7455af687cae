"""Import an author's main.py and find the Extension in it."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path
from types import ModuleType

from imperal_sdk.cli.output import CommandError
from imperal_sdk.extension import Extension

ENTRY = "main"


def load(folder: Path) -> Extension:
    """Import ``main.py`` of ``folder`` and return its Extension, the one called ``ext`` first.

    Raises CommandError naming the author's file and line when that cannot be done.
    """
    folder = folder.resolve()
    if not (folder / f"{ENTRY}.py").is_file():
        raise CommandError(f"{folder} has no main.py: is it the folder of an extension?")
    sys.path.insert(0, str(folder))
    try:
        module = importlib.import_module(ENTRY)
    except Exception as error:
        raise CommandError(f"{_where(error, folder)}{type(error).__name__}: {error}") from error
    return _extension_in(module)


def _extension_in(module: ModuleType) -> Extension:
    named = getattr(module, "ext", None)
    if isinstance(named, Extension):
        return named
    for value in vars(module).values():
        if isinstance(value, Extension):
            return value
    raise CommandError(f"{module.__file__} makes no Extension: write ext = Extension(...) in it")


def _where(error: BaseException, folder: Path) -> str:
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}: "
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if folder in Path(frame.filename).parents]
    return f"{inside[-1].filename}:{inside[-1].lineno}: " if inside else ""

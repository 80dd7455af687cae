"""Where the author's code is: which files are theirs, and which line of theirs is running."""

from __future__ import annotations

import asyncio
import functools
import inspect
import linecache
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from workbench.wire.child_messages import Place
from workbench.wire.errors import Frame

_HOST = str(Path(__file__).resolve().parent)
_FOREIGN_FOLDERS = frozenset({"site-packages", "dist-packages"})
_FEW_FRAMES = 40


class Places:
    """Tells the author's files from all others, and finds their lines on stacks."""

    def __init__(self) -> None:
        self._root: str | None = None
        self._known: dict[str, bool] = {}
        self.wanted = True
        """Whether `call_site` looks at all."""

    def settle(self, root: Path) -> None:
        """Say which folder is the author's; it may be reached by a symbolic link."""
        self._root = str(root.resolve())
        self._known.clear()

    def is_author(self, file: str) -> bool:
        """Whether `file` is the author's own: under the root, and not an installed package."""
        known = self._known.get(file)
        if known is None:
            known = self._known[file] = self._is_author(file)
        return known

    def _is_author(self, file: str) -> bool:
        if self._root is None or file.startswith("<"):
            return False
        try:
            parts = Path(file).resolve().relative_to(self._root).parts
        except ValueError:
            return False
        return _FOREIGN_FOLDERS.isdisjoint(parts)

    def call_site(self) -> Place | None:
        """The author's line that is making a call right now, at any depth above the caller.

        A call handed to `asyncio.gather` or a task has none of the author's frames above it; then
        it is the line that made the coroutine.
        """
        if not self.wanted:
            return None
        frame: FrameType | None = sys._getframe(1)
        is_author = self.is_author
        while frame is not None:
            if is_author(frame.f_code.co_filename):
                return {"file": frame.f_code.co_filename, "line": frame.f_lineno}
            frame = frame.f_back
        return self._birthplace()

    def _birthplace(self) -> Place | None:
        try:
            task = asyncio.current_task()
        except RuntimeError:
            return None
        origin = getattr(task and task.get_coro(), "cr_origin", None)
        for file, line, _ in origin or ():
            if self.is_author(file):
                return {"file": file, "line": line}
        return None

    def of(self, function: Callable[..., Any]) -> tuple[str | None, int | None]:
        """File and line of the author's function under whatever wraps it; None without code."""
        code = getattr(self.unwrap(function), "__code__", None)
        return (None, None) if code is None else (code.co_filename, code.co_firstlineno)

    def unwrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The author's function that `function` wraps, as far as it can be found.

        Follows ``__wrapped__``, partials, bound methods and callables, then the closures of
        wrappers that are not the author's: the SDK keeps the handler of a panel in one.
        """
        seen: set[int] = set()
        while id(function) not in seen:
            seen.add(id(function))
            inner = self._inside(function)
            if inner is None:
                break
            function = inner
        return function

    def _inside(self, function: Any) -> Any:
        """What `function` wraps; None if that is nothing, or not ours to open."""
        if isinstance(function, functools.partial):
            return function.func
        if hasattr(function, "__wrapped__"):
            return function.__wrapped__
        if inspect.ismethod(function):
            return function.__func__
        if not inspect.isfunction(function):
            call = getattr(type(function), "__call__", None)  # noqa: B004 - the method is wanted
            return call if inspect.isfunction(call) else None
        if self.is_author(function.__code__.co_filename):
            return None
        for cell in function.__closure__ or ():
            held = cell.cell_contents
            if callable(held) and not isinstance(held, type):
                return held
        return None

    # -- stacks ----------------------------------------------------------------------------

    def frames_of(self, error: BaseException) -> list[Frame]:
        """The stack of `error`, outermost first, without the host's own frames."""
        walk = ((frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__))
        return self._frames(walk)

    def frames_from(self, frame: FrameType | None) -> list[Frame]:
        """The stack above and including a live `frame`, outermost first, without the host's own."""
        walk = [(found.f_code, line) for found, line in traceback.walk_stack(frame)]
        return self._frames(reversed(walk))

    def _frames(self, walk: Iterable[tuple[CodeType, int]]) -> list[Frame]:
        frames = [
            _frame(code, line)
            for code, line in walk
            if not code.co_filename.startswith((_HOST, "<frozen importlib"))
        ]
        if len(frames) > 2 * _FEW_FRAMES:
            return frames[:_FEW_FRAMES] + frames[-_FEW_FRAMES:]
        return frames

    def innermost(self, frames: list[Frame]) -> Frame | None:
        """The last of `frames` that is in the author's files."""
        return next(self._authors(reversed(frames)), None)

    def _authors(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        return (frame for frame in frames if self.is_author(frame.file))


def _frame(code: CodeType, line: int) -> Frame:
    source = linecache.getline(code.co_filename, line).strip()
    return Frame(code.co_filename, line, code.co_name, source)

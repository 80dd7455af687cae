"""What changed between two JSON values: one line for each place that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that differs; `path` is dotted, list positions in brackets, empty for the whole."""

    path: str
    kind: Literal["added", "removed", "changed"]
    before: Any = None
    after: Any = None

    def as_json(self) -> dict[str, Any]:
        """As commands and panes show it."""
        shown: dict[str, Any] = {"path": self.path, "kind": self.kind}
        if self.kind != "added":
            shown["before"] = self.before
        if self.kind != "removed":
            shown["after"] = self.after
        return shown


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """The places where `after` differs from `before`, in the order of the values."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _of_mappings(before, after, path)
    elif _is_list(before) and _is_list(after):
        yield from _of_lists(before, after, path)
    elif type(before) is not type(after) or before != after:
        yield Difference(path, "changed", before, after)


def _of_mappings(
    before: Mapping[str, Any], after: Mapping[str, Any], path: str
) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        place = f"{path}.{key}" if path else str(key)
        if key not in after:
            yield Difference(place, "removed", before=before[key])
        elif key not in before:
            yield Difference(place, "added", after=after[key])
        else:
            yield from differences(before[key], after[key], place)


def _of_lists(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[Difference]:
    for index in range(max(len(before), len(after))):
        place = f"{path}[{index}]"
        if index >= len(after):
            yield Difference(place, "removed", before=before[index])
        elif index >= len(before):
            yield Difference(place, "added", after=after[index])
        else:
            yield from differences(before[index], after[index], place)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)

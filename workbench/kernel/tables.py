"""Reading settings a person wrote: a mistake names the file, the place and what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.kernel.errors import SettingsError


class Table:
    """One table of a settings file; messages call it `place`, such as ``[[http.rule]] 2``."""

    def __init__(self, file: str, place: str, values: Any) -> None:
        self.file = file
        self.place = place
        if not isinstance(values, dict):
            raise SettingsError(f"{file}: {place} must be a table")
        self._values: dict[str, Any] = values
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """A string; without a default it is required."""
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, "a string")
        return value

    def number(self, key: str, default: float, lowest: float = 0.0) -> float:
        """A number not under `lowest`."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < lowest:
            raise self._wrong(key, f"a number from {lowest:g}")
        return float(value)

    def whole(self, key: str, default: int, lowest: int = 0, highest: int | None = None) -> int:
        """An integer within the bounds."""
        value = self._get(key, default)
        high = value if highest is None else highest
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= high:
            upper = "" if highest is None else f" to {highest}"
            raise self._wrong(key, f"an integer from {lowest}{upper}")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        value = self._get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "a list of strings")
        return tuple(value)

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """One of some words; it is required."""
        value = self._get(key, None)
        if not isinstance(value, str) or value not in choices:
            raise self._wrong(key, f"one of {', '.join(choices)}")
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        """A table taken as it is; empty when absent."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, "a table")
        return value

    def mappings(self, key: str) -> tuple[dict[str, Any], ...]:
        """A list of tables taken as they are; empty when absent."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._wrong(key, "a list of tables")
        return tuple(value)

    def any(self, key: str) -> Any:
        """Whatever was written, None when absent."""
        return self._get(key, None)

    def table(self, key: str) -> Table:
        """A sub-table to be read in turn; empty when absent."""
        return Table(self.file, f"[{key}]", self._get(key, {}))

    def tables(self, key: str, place: str) -> list[Table]:
        """A list of sub-tables, called ``place 1``, ``place 2`` … in messages."""
        value = self._get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, "a list of tables")
        return [Table(self.file, f"{place} {n}", item) for n, item in enumerate(value, 1)]

    def finish(self) -> None:
        """Refuse what nobody asked for: a misspelt setting must not be ignored in silence."""
        if unknown := sorted(self._values.keys() - self._read):
            known = ", ".join(sorted(self._read))
            raise SettingsError(f"{self.file}: {self.place} has no {unknown[0]!r}; it has: {known}")

    def _get(self, key: str, default: Any) -> Any:
        self._read.add(key)
        return self._values.get(key, default)

    def _wrong(self, key: str, expected: str) -> SettingsError:
        if key not in self._values:
            return SettingsError(f"{self.file}: {self.place} needs {key!r}, {expected}")
        return SettingsError(f"{self.file}: {self.place}: {key} must be {expected}")


def pairs_of_text(table: Table, key: str) -> Mapping[str, str]:
    """A table of strings, such as HTTP headers; numbers are taken as they are written."""
    return {str(name): str(value) for name, value in table.mapping(key).items()}

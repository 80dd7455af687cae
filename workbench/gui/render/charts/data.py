"""What a Chart plots: series, categories and round axis ticks, as plain numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice
from typing import Any

from workbench.gui.render.plain import label_of, list_of, mapping_of, number_of, text_of

Props = dict[str, Any]
KINDS = frozenset({"line", "bar", "pie", "area"})
TICKS = 5
_MAX_SERIES = 64
_LEAST_SPAN = 1e-200
_STEPS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)


@dataclass(frozen=True, slots=True)
class Series:
    """One line, set of bars or pie; `values` holds None where the data has no number."""

    key: str
    label: str
    color: str
    values: tuple[float | None, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Round tick values from low to high."""

    ticks: tuple[float, ...]

    @property
    def low(self) -> float:
        """The lowest tick."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """The highest tick."""
        return self.ticks[-1]

    def part(self, value: float) -> float:
        """Where `value` lies between low (0) and high (1)."""
        span = self.high - self.low
        return (value - self.low) / span if span else 0.0


@dataclass(frozen=True, slots=True)
class ChartData:
    """A Chart node's props, read."""

    kind: str
    x_key: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def empty(self) -> bool:
        """Nothing to draw."""
        return not self.categories or not self.series

    @property
    def two_axes(self) -> bool:
        """Whether some series are drawn against a right axis and some against the left."""
        return any(series.right for series in self.series)

    def axis(self, right: bool) -> Axis:
        """The left or the right axis."""
        values = [
            value
            for series in self.series
            if series.right == right
            for value in series.values
            if value is not None
        ]
        return axis_for(values)


def chart_data(props: Props) -> ChartData:
    """Read a Chart's props; `type` is accepted beside `chart_type`, unknown kinds are lines."""
    kind = text_of(props.get("chart_type") or props.get("type")) or "line"
    x_key = text_of(props.get("x_key")) or "name"
    rows = [mapping_of(row) for row in list_of(props.get("data")) if isinstance(row, dict)]
    right = {text_of(key) for key in list_of(props.get("y2_keys"))}
    series = tuple(_series(part, rows, right) for part in _declared(props, rows, x_key))
    return ChartData(
        kind=kind if kind in KINDS else "line",
        x_key=x_key,
        categories=tuple(label_of(row.get(x_key)) for row in rows),
        series=series[:_MAX_SERIES],
    )


def _declared(props: Props, rows: list[Props], x_key: str) -> list[Props]:
    declared = [
        {"key": part} if isinstance(part, str) else mapping_of(part)
        for part in list_of(props.get("series"))
    ]
    declared = [part for part in declared if text_of(part.get("key"))]
    if declared or not rows:
        return declared
    return [{"key": key} for key in islice(rows[0], _MAX_SERIES + 1) if key != x_key]


def _series(part: Props, rows: list[Props], right: set[str]) -> Series:
    key = text_of(part.get("key"))
    return Series(
        key=key,
        label=label_of(part.get("label")) or key,
        color=text_of(part.get("color")),
        values=tuple(_value(row.get(key)) for row in rows),
        right=key in right,
    )


def _value(value: Any) -> float | None:
    number = number_of(value, math.nan)
    return None if math.isnan(number) else max(min(number, 1e300), -1e300)


def axis_for(values: list[float]) -> Axis:
    """Five round ticks that hold all `values` and zero."""
    low = min([0.0, *values])
    high = max([0.0, *values])
    if high - low < _LEAST_SPAN:
        high = low + 1.0
    step = _round_step((high - low) / (TICKS - 1))
    first = math.floor(low / step + 1e-9)
    count = max(TICKS - 1, math.ceil(high / step - 1e-9) - first)
    return Axis(tuple(round_tick((first + place) * step, step) for place in range(count + 1)))


def _round_step(raw: float) -> float:
    magnitude = 10.0 ** (math.floor(math.log10(raw)) + 1)
    for step in _STEPS:
        if raw <= step * magnitude * (1 + 1e-9):
            return step * magnitude
    return magnitude


def round_tick(value: float, step: float) -> float:
    """`value` without the tail of digits that binary fractions leave."""
    digits = max(0, 2 - math.floor(math.log10(step))) if step > 0 else 0
    return round(value, min(digits, 300))


def tick_text(value: float) -> str:
    """A tick label: plain below 100,000, else shortened with k, M, G, T."""
    size = abs(value)
    if size >= 1e15:
        return f"{value:.2g}"
    for limit, unit in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e5, "k")):
        if size >= limit:
            return f"{value / (1e3 if unit == 'k' else limit):g}{unit}"
    return f"{value:g}" if size >= 1e-4 or value == 0 else f"{value:.1e}"


def value_text(value: float) -> str:
    """A value in a tooltip, without a needless fraction."""
    return f"{int(value)}" if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"

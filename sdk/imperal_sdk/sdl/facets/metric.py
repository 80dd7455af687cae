"""Facets of measurements over time."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class Aggregated(BaseModel):
    """A number that sums up a window of time."""

    aggregation: str | None = fact("metric.aggregation")
    window_start: datetime | None = fact("metric.window_start")
    window_end: datetime | None = fact("metric.window_end")
    granularity: str | None = fact("metric.granularity")
    fill_policy: Literal["none", "zero", "previous", "linear", "null"] | None = fact(
        "metric.fill_policy"
    )


class TimeSeriesPoint(BaseModel):
    """One value at one moment."""

    ts_timestamp: datetime | None = fact("metric.ts_timestamp")
    ts_value: float | None = fact("metric.ts_value")


class Trended(BaseModel):
    """How a number moved."""

    delta: float | None = fact("metric.delta")
    change_pct: float | None = fact("metric.change_pct")
    trend: Literal["up", "down", "flat"] | None = fact("metric.trend")
    trend_period: str | None = fact("metric.trend_period")


class Confident(BaseModel):
    """How sure a number is."""

    confidence_level: float | None = fact("metric.confidence_level")
    ci_lower: float | None = fact("metric.ci_lower")
    ci_upper: float | None = fact("metric.ci_upper")
    margin_of_error: float | None = fact("metric.margin_of_error")
    p_value: float | None = fact("metric.p_value")
    is_significant: bool | None = fact("metric.is_significant")


class Threshold(BaseModel):
    """A limit, and whether it was crossed."""

    threshold_target: float | None = fact("metric.threshold_target")
    threshold: float | None = fact("metric.threshold")
    breached: bool | None = fact("metric.breached")


class Dimensioned(BaseModel):
    """What a number is broken down by."""

    dimensions: dict[str, str] | None = fact("metric.dimensions")

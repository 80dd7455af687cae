"""Facets of physical quantities. The unit of a number is part of its name."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class Measured(BaseModel):
    """A number with its unit."""

    value: Decimal | None = fact("quantity.value")
    unit: str | None = fact("quantity.unit")
    dimension: str | None = fact("quantity.dimension")
    unit_family: str | None = fact("quantity.unit_family")
    value_type: str | None = fact("quantity.value_type")
    uncertainty: Decimal | None = fact("quantity.uncertainty")
    formatted_value: str | None = fact("quantity.formatted_value")


class Range(BaseModel):
    """From where to where."""

    min_value: Decimal | None = fact("quantity.min_value")
    max_value: Decimal | None = fact("quantity.max_value")
    target: Decimal | None = fact("quantity.target")


class Dimensions3D(BaseModel):
    """Width, height and depth."""

    dim_width: float | None = fact("quantity.dim_width")
    dim_height: float | None = fact("quantity.dim_height")
    dim_depth: float | None = fact("quantity.dim_depth")
    dim_unit: str | None = fact("quantity.dim_unit")


class Area(BaseModel):
    """A surface."""

    area_m2: Decimal | None = fact("quantity.area_m2")
    area_unit: str | None = fact("quantity.area_unit")


class Angle(BaseModel):
    """An angle."""

    angle_deg: Decimal | None = fact("quantity.angle_deg")
    angle_unit: str | None = fact("quantity.angle_unit")


class Bitrate(BaseModel):
    """Bits per second."""

    bitrate_bps: int | None = fact("quantity.bitrate_bps")
    bitrate_unit: str | None = fact("quantity.bitrate_unit")


class DataSize(BaseModel):
    """Bytes."""

    bytes: int | None = fact("quantity.bytes")
    data_size_unit: str | None = fact("quantity.data_size_unit")


class Temperature(BaseModel):
    """Degrees Celsius."""

    temp_c: float | None = fact("quantity.temp_c")
    temp_unit: str | None = fact("quantity.temp_unit")


class Length(BaseModel):
    """Metres."""

    length_m: float | None = fact("quantity.length_m")
    length_unit: str | None = fact("quantity.length_unit")


class Weight(BaseModel):
    """Kilograms."""

    weight_kg: float | None = fact("quantity.weight_kg")
    weight_unit: str | None = fact("quantity.weight_unit")


class Speed(BaseModel):
    """Metres per second."""

    speed_mps: float | None = fact("quantity.speed_mps")
    speed_unit: str | None = fact("quantity.speed_unit")


class Percentage(BaseModel):
    """Per cent."""

    percent: float | None = fact("quantity.percent")

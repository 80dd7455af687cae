"""Facets of things that are sold."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.entity import Ref
from imperal_sdk.sdl.facets._fact import fact


class Branded(BaseModel):
    """Who makes it, and which model it is."""

    brand: str | None = fact("catalog.brand")
    manufacturer: str | None = fact("catalog.manufacturer")
    model_name: str | None = fact("catalog.model_name")
    model_year: int | None = fact("catalog.model_year")
    country_of_origin: str | None = fact("catalog.country_of_origin")


class Inventory(BaseModel):
    """Whether it can be had."""

    in_stock: bool | None = fact("catalog.in_stock")
    availability: (
        Literal["in_stock", "out_of_stock", "preorder", "backorder", "discontinued"] | None
    ) = fact("catalog.availability")
    low_stock_threshold: int | None = fact("catalog.low_stock_threshold")
    is_low_stock: bool | None = fact("catalog.is_low_stock")
    backorderable: bool | None = fact("catalog.backorderable")
    preorder: bool | None = fact("catalog.preorder")


class Bundle(BaseModel):
    """Several things sold as one."""

    is_bundle: bool | None = fact("catalog.is_bundle")
    bundle_items: list[Ref] | None = fact("catalog.bundle_items")
    bundle_type: str | None = fact("catalog.bundle_type")


class ColorMaterial(BaseModel):
    """What it looks like and what it is made of."""

    color: str | None = fact("catalog.color")
    material_color_hex: str | None = fact("catalog.color_hex")
    material: str | None = fact("catalog.material")
    pattern: str | None = fact("catalog.pattern")
    finish: str | None = fact("catalog.finish")


class ProductCompliance(BaseModel):
    """Which rules its sale is bound by."""

    certifications: list[str] | None = fact("catalog.certifications")
    hs_code: str | None = fact("catalog.hs_code")
    age_restriction: int | None = fact("catalog.age_restriction")
    restricted_regions: list[str] | None = fact("catalog.restricted_regions")
    requires_prescription: bool | None = fact("catalog.requires_prescription")

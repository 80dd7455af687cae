"""Facets of places and ways between them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class Geolocated(BaseModel):
    """A position on the globe: degrees, metres, metres per second."""

    lat: float | None = fact("geo.lat")
    lon: float | None = fact("geo.lon")
    altitude_m: float | None = fact("geo.altitude_m")
    accuracy_m: float | None = fact("geo.accuracy_m")
    heading_deg: float | None = fact("geo.heading_deg")
    geo_speed_mps: float | None = fact("geo.speed_mps")
    located_at: datetime | None = fact("geo.located_at")


class PostalAddress(BaseModel):
    """Where mail goes."""

    street: str | None = fact("geo.street")
    city: str | None = fact("geo.city")
    postal_code: str | None = fact("geo.postal_code")
    region: str | None = fact("geo.region")
    country: str | None = fact("geo.country")


class AdminRegion(BaseModel):
    """Which country, county and town."""

    country_code: str | None = fact("geo.country_code")
    region_code: str | None = fact("geo.region_code")
    county: str | None = fact("geo.county")
    locality: str | None = fact("geo.locality")
    neighborhood: str | None = fact("geo.neighborhood")
    continent: str | None = fact("geo.continent")


class BoundingBox(BaseModel):
    """A rectangle on the map, in degrees."""

    min_lat: float | None = fact("geo.min_lat")
    min_lon: float | None = fact("geo.min_lon")
    max_lat: float | None = fact("geo.max_lat")
    max_lon: float | None = fact("geo.max_lon")


class Geofence(BaseModel):
    """A circle that notices who enters or leaves."""

    center_lat: float | None = fact("geo.center_lat")
    center_lon: float | None = fact("geo.center_lon")
    radius_m: float | None = fact("geo.radius_m")
    trigger: Literal["enter", "exit", "dwell", "both"] | None = fact("geo.trigger")
    dwell_s: int | None = fact("geo.dwell_s")


class Routed(BaseModel):
    """A way from one place to another."""

    origin: str | None = fact("geo.origin")
    destination: str | None = fact("geo.destination")
    distance_m: float | None = fact("geo.distance_m")
    route_duration_s: int | None = fact("geo.route_duration_s")
    waypoints: list[str] | None = fact("geo.waypoints")


class Placed(BaseModel):
    """A place with a name."""

    place_name: str | None = fact("geo.place_name")
    place_type: str | None = fact("geo.place_type")
    plus_code: str | None = fact("geo.plus_code")

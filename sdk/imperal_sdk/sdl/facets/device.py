"""Facets of devices, sensors, bodies and of what an AI made."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class DeviceIdentity(BaseModel):
    """Which device it is."""

    device_id: str | None = fact("device.device_id")
    device_model: str | None = fact("device.device_model")
    device_manufacturer: str | None = fact("device.device_manufacturer")
    firmware_version: str | None = fact("device.firmware_version")
    serial: str | None = fact("device.serial")


class DeviceState(BaseModel):
    """How the device is doing."""

    online: bool | None = fact("device.online")
    battery_pct: int | None = fact("device.battery_pct")
    signal_strength: int | None = fact("device.signal_strength")
    device_last_seen_at: datetime | None = fact("device.device_last_seen_at")


class SensorReading(BaseModel):
    """What a sensor measured."""

    sensor_type: str | None = fact("device.sensor_type")
    sensor_value: float | None = fact("device.sensor_value")
    sensor_unit: str | None = fact("device.sensor_unit")
    measured_at: datetime | None = fact("device.measured_at")
    quality: str | None = fact("device.quality")


class ActuatorState(BaseModel):
    """What a switch, lamp or lock is set to."""

    on: bool | None = fact("device.on")
    level_pct: int | None = fact("device.level_pct")
    mode: str | None = fact("device.mode")
    locked: bool | None = fact("device.locked")
    actuator_position: str | None = fact("device.actuator_position")
    color_temp_k: int | None = fact("device.color_temp_k")
    actuator_color_hex: str | None = fact("device.actuator_color_hex")


class Consumable(BaseModel):
    """Something that is used up."""

    consumable_type: str | None = fact("device.consumable_type")
    remaining_pct: int | None = fact("device.remaining_pct")
    replace_after_at: datetime | None = fact("device.replace_after_at")
    low: bool | None = fact("device.low")


class ActivityMetrics(BaseModel):
    """What somebody did in a day."""

    steps: int | None = fact("device.steps")
    activity_distance_m: float | None = fact("device.activity_distance_m")
    active_calories_kcal: float | None = fact("device.active_calories_kcal")
    active_minutes: int | None = fact("device.active_minutes")
    floors_climbed: int | None = fact("device.floors_climbed")


class BodyComposition(BaseModel):
    """What somebody weighs, and of what."""

    body_weight_kg: float | None = fact("device.weight_kg")
    bmi: float | None = fact("device.bmi")
    body_fat_pct: float | None = fact("device.body_fat_pct")
    muscle_mass_kg: float | None = fact("device.muscle_mass_kg")
    body_measured_at: datetime | None = fact("device.body_measured_at")


class VitalSign(BaseModel):
    """Pulse, pressure, oxygen, temperature."""

    heart_rate_bpm: int | None = fact("device.heart_rate_bpm")
    blood_pressure: str | None = fact("device.blood_pressure")
    spo2_pct: float | None = fact("device.spo2_pct")
    body_temp_c: float | None = fact("device.body_temp_c")
    respiratory_rate: int | None = fact("device.respiratory_rate")


class Biometric(BaseModel):
    """One reading of a body, with its normal range."""

    biometric_type: str | None = fact("device.biometric_type")
    biometric_value: float | None = fact("device.biometric_value")
    biometric_unit: str | None = fact("device.biometric_unit")
    biometric_measured_at: datetime | None = fact("device.biometric_measured_at")
    biometric_context: str | None = fact("device.biometric_context")
    reference_low: float | None = fact("device.reference_low")
    reference_high: float | None = fact("device.reference_high")


class SleepRecord(BaseModel):
    """One night."""

    sleep_duration_s: int | None = fact("device.sleep_duration_s")
    sleep_stages: dict[str, int] | None = fact("device.sleep_stages")
    sleep_quality_score: float | None = fact("device.sleep_quality_score")
    in_bed_at: datetime | None = fact("device.in_bed_at")
    awake_at: datetime | None = fact("device.awake_at")


class AIProvenance(BaseModel):
    """Whether and how an AI made it."""

    generated_by_ai: bool | None = fact("device.generated_by_ai")
    ai_model: str | None = fact("device.ai_model")
    ai_confidence: float | None = fact("device.ai_confidence")
    prompt_ref: str | None = fact("device.prompt_ref")
    reviewed_by_human: bool | None = fact("device.reviewed_by_human")

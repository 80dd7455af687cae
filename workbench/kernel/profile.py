"""Named choices about how the platform behaves, where its documents disagree or say nothing.

A profile is a TOML file of sections; every setting has a value and the source it rests on, so a
guess is never hidden. ``[panel] cache_s`` is read here as `Profile.panel_cache_s`. A profile may
name a `base` and then states only what differs from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from workbench.kernel.errors import SettingsError
from workbench.paths import resources

Span = tuple[float, float]
"""Lowest and highest of a simulated latency, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The settings of one profile; times ending in ``_s`` are virtual seconds, 0 means never."""

    name: str
    summary: str
    sources: Mapping[str, str]

    confirmation_write: bool
    confirmation_destructive: bool
    confirmation_panel_calls: bool
    confirmation_ttl_s: float

    panel_cache_s: float
    panel_reply_cap_bytes: int
    panel_merge_params: bool
    panel_forward_params: bool
    panel_one_per_slot: bool
    panel_interval_refresh: bool

    tray_follows_panels: bool

    call_timeout_s: float
    call_function_timeout_s: float
    call_parallel_reads: bool
    call_failed_step: Literal["skip_dependents", "stop"]
    call_validation_retries: int
    call_secret_gate: bool

    skeleton_min_ttl_s: float
    skeleton_rotate_after: int
    skeleton_alert_first_run: bool
    skeleton_section_cap_bytes: int
    skeleton_users: Literal["all", "current"]
    skeleton_list_limit: int
    skeleton_aim_bytes: int

    schedule_cap_s: float
    schedule_retries: int
    schedule_retry_delay_s: float
    schedule_overlap: Literal["allow", "skip"]
    schedule_dead_after: int

    event_payload: Literal["data", "envelope"]
    event_prefix: Literal["unless_prefixed", "always"]
    event_match_bare: bool

    background_flag_detaches: bool
    background_cap_s: float
    background_long_cap_s: float
    background_heartbeat_s: float
    background_reclaim_s: float
    background_promotion_s: float

    chat_fact_turns: int
    chat_inject_cap_bytes: int
    chat_keep_bases: Literal["never", "changes", "always"]

    context_db: bool
    context_config_require: bool

    store_set_keeps_id: bool
    store_update_missing: Literal["create", "error"]
    store_list_by_id: bool
    store_default_limit: int
    store_doc_cap_bytes: int

    cache_min_ttl_s: int
    cache_max_ttl_s: int
    cache_value_cap_bytes: int

    http_relative_urls: bool
    http_default_timeout_s: float
    http_max_timeout_s: float
    http_requests_per_minute: int

    webhook_enforce_method: bool
    lifecycle_follow_folders: bool
    ipc_max_frames: int
    storage_file_cap_bytes: int
    audit_reads: bool
    health_interval_s: float
    health_timeout_s: float

    session_prune: Literal["at_start", "by_hand"]
    session_keep_newest: int
    session_keep_days: float

    latency_simulate: bool
    latency_store_ms: Span
    latency_cache_ms: Span
    latency_db_ms: Span
    latency_http_ms: Span
    latency_ai_ms: Span

    turn_simulate: bool
    turn_classification_ms: Span
    turn_scheduling_ms: Span
    turn_dispatch_ms: Span
    turn_handler_ms: Span
    turn_delivery_ms: Span

    target_panel_p50_ms: float
    target_function_p95_ms: float

    @classmethod
    def load(cls, name: str, folder: Path | None = None) -> Profile:
        """Read the profile called `name` from `folder` (default: the ones we ship).

        Raises SettingsError for an unknown name or setting, a missing one, or a wrong type.
        """
        place = folder or resources() / "profiles"
        values, sources, summary = _read(place, name, seen=())
        hints = get_type_hints(cls)
        names = [field.name for field in fields(cls)][3:]
        if unknown := sorted(values.keys() - set(names)):
            raise SettingsError(f"profile {name}: unknown setting {unknown[0]}")
        if missing := [key for key in names if key not in values]:
            raise SettingsError(f"profile {name}: setting {missing[0]} is not given")
        settings = {key: _typed(name, key, values[key], hints[key]) for key in names}
        return cls(name=name, summary=summary, sources=sources, **settings)

    def source(self, setting: str) -> str:
        """The document the value of `setting` rests on."""
        return self.sources[setting]

    def settings(self) -> dict[str, Any]:
        """Every setting and its value, in the order they are declared."""
        return {field.name: getattr(self, field.name) for field in fields(self)[3:]}


def available(folder: Path | None = None) -> list[str]:
    """Names of the profiles that can be loaded, the default first."""
    place = folder or resources() / "profiles"
    names = sorted(path.stem for path in place.glob("*.toml"))
    return sorted(names, key=lambda name: name != "seeds")


def _read(
    folder: Path, name: str, seen: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, str], str]:
    """Values, sources and summary of a profile with those of its base beneath."""
    path = folder / f"{name}.toml"
    if name in seen or not path.is_file():
        known = ", ".join(available(folder))
        raise SettingsError(f"no profile called {name!r}; there are: {known}")
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"profile {name}: {error}") from error
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    if base := data.pop("base", None):
        values, sources, _ = _read(folder, base, (*seen, name))
    summary = data.pop("summary", "")
    for section, settings in data.items():
        for key, setting in settings.items():
            if not isinstance(setting, dict) or setting.keys() != {"value", "source"}:
                raise SettingsError(f"profile {name}: [{section}] {key} needs a value and a source")
            values[f"{section}_{key}"] = setting["value"]
            sources[f"{section}_{key}"] = setting["source"]
    return values, sources, summary


def _typed(profile: str, key: str, value: Any, hint: Any) -> Any:
    """`value` as the type of its setting, or SettingsError."""
    wrong = SettingsError(f"profile {profile}: {key} cannot be {value!r}")
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise wrong
        return value
    if hint == Span:
        if not (isinstance(value, list) and len(value) == 2 and 0 <= value[0] <= value[1]):
            raise wrong
        return (float(value[0]), float(value[1]))
    if hint is float and type(value) in (int, float):
        return float(value)
    if type(value) is not hint or (hint is int and value < 0):
        raise wrong
    return value

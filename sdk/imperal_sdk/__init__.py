"""The author-facing SDK of the Imperal platform.

Names are resolved when they are first used: ``import imperal_sdk`` alone loads neither httpx
nor pydantic, nor even typing, which takes longer than all that is here. Every submodule is
reachable as an attribute.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from imperal_sdk import sdl, ui
    from imperal_sdk.app import App
    from imperal_sdk.auth import AuthError, ImperalAuth
    from imperal_sdk.chat.extension import ChatExtension
    from imperal_sdk.context import Context
    from imperal_sdk.errors import (
        APIError,
        ExtensionError,
        ImperalError,
        NotFoundError,
        QuotaExceededError,
        RateLimitError,
        SkeletonAccessForbidden,
        ValidationError,
    )
    from imperal_sdk.extension import (
        EventHandlerDef,
        ExposedMethod,
        Extension,
        HealthCheckDef,
        LifecycleHook,
        ScheduleDef,
        SignalDef,
        ToolDef,
        TrayDef,
        WebhookDef,
    )
    from imperal_sdk.extensions.client import CircularCallError, ExtensionsClient
    from imperal_sdk.manifest import generate_manifest, save_manifest
    from imperal_sdk.pipes import ExtensionPipe, Pipe, PipeStep
    from imperal_sdk.protocols import ExtensionProtocol
    from imperal_sdk.runtime import (
        LLMConfig,
        LLMProvider,
        LLMUsage,
        MessageAdapter,
        get_llm_provider,
    )
    from imperal_sdk.types.action_result import ActionResult
    from imperal_sdk.types.chat_result import ChatResult, FunctionCall
    from imperal_sdk.types.events import Event, WebhookRequest, WebhookResponse
    from imperal_sdk.types.health import HealthStatus
    from imperal_sdk.types.identity import Tenant, TenantContext, User, UserContext
    from imperal_sdk.types.metered_event import MeteredEvent
    from imperal_sdk.types.models import (
        BalanceInfo,
        CompletionResult,
        Document,
        FileInfo,
        HTTPResponse,
        LimitsResult,
        SubscriptionInfo,
    )
    from imperal_sdk.types.pagination import Page
    from imperal_sdk.validator import ValidationIssue, ValidationReport, validate_extension
    from imperal_sdk.validator_v1_6_0 import validate_manifest_v1_6_0, validate_source_tree

__version__ = "6.4.0"

__all__ = [
    "APIError",
    "ActionResult",
    "App",
    "AuthError",
    "BalanceInfo",
    "ChatExtension",
    "ChatResult",
    "CircularCallError",
    "CompletionResult",
    "Context",
    "Document",
    "Event",
    "EventHandlerDef",
    "ExposedMethod",
    "Extension",
    "ExtensionError",
    "ExtensionPipe",
    "ExtensionProtocol",
    "ExtensionsClient",
    "FileInfo",
    "FunctionCall",
    "HTTPResponse",
    "HealthCheckDef",
    "HealthStatus",
    "ImperalAuth",
    "ImperalError",
    "LLMConfig",
    "LLMProvider",
    "LLMUsage",
    "LifecycleHook",
    "LimitsResult",
    "MessageAdapter",
    "MeteredEvent",
    "NotFoundError",
    "Page",
    "Pipe",
    "PipeStep",
    "QuotaExceededError",
    "RateLimitError",
    "ScheduleDef",
    "SignalDef",
    "SkeletonAccessForbidden",
    "SubscriptionInfo",
    "Tenant",
    "TenantContext",
    "ToolDef",
    "TrayDef",
    "User",
    "UserContext",
    "ValidationError",
    "ValidationIssue",
    "ValidationReport",
    "WebhookDef",
    "WebhookRequest",
    "WebhookResponse",
    "generate_manifest",
    "get_llm_provider",
    "save_manifest",
    "sdl",
    "ui",
    "validate_extension",
    "validate_manifest_v1_6_0",
    "validate_source_tree",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "app": ("App",),
    "auth": ("AuthError", "ImperalAuth"),
    "catalog": ("callable_function_names", "callable_functions"),
    "chat.extension": ("ChatExtension",),
    "context": ("Context",),
    "cross_surface_bus": ("CrossSurfaceLiveBus", "MarathonLiveEvent"),
    "dwell_guard": ("DwellGuard", "DwellGuardStep", "GNCEnergyState", "GNCLyapunovGuard"),
    "errors": (
        "APIError",
        "ExtensionError",
        "ImperalError",
        "NotFoundError",
        "QuotaExceededError",
        "RateLimitError",
        "SkeletonAccessForbidden",
        "ValidationError",
    ),
    "extension": (
        "EventHandlerDef",
        "ExposedMethod",
        "Extension",
        "HealthCheckDef",
        "LifecycleHook",
        "ScheduleDef",
        "SignalDef",
        "ToolDef",
        "TrayDef",
        "WebhookDef",
    ),
    "extensions.client": ("CircularCallError", "ExtensionsClient"),
    "manifest": ("generate_manifest", "save_manifest"),
    "oauth_tokens": ("TokenRefreshError", "fresh_token", "needs_refresh", "with_fresh_token"),
    "pipes": ("ExtensionPipe", "Pipe", "PipeStep"),
    "protocols": ("ExtensionProtocol",),
    "runtime": (
        "HostedClient",
        "KernelEngine",
        "LLMConfig",
        "LLMProvider",
        "LLMUsage",
        "MessageAdapter",
        "get_llm_provider",
    ),
    "secrets": (
        "SecretClient",
        "SecretDeclarationConflict",
        "SecretNotDeclaredError",
        "SecretSpec",
        "SecretStatus",
        "SecretValueTooLarge",
        "SecretVaultUnavailable",
        "SecretWriteForbidden",
    ),
    "types.action_result": ("ActionResult",),
    "types.chat_result": ("ChatResult", "FunctionCall"),
    "types.events": ("Event", "WebhookRequest", "WebhookResponse"),
    "types.health": ("HealthStatus",),
    "types.identity": ("Tenant", "TenantContext", "User", "UserContext"),
    "types.metered_event": ("MeteredEvent",),
    "types.models": (
        "BalanceInfo",
        "CompletionResult",
        "Document",
        "FileInfo",
        "HTTPResponse",
        "LimitsResult",
        "SubscriptionInfo",
    ),
    "types.pagination": ("Page",),
    "validator": ("ValidationIssue", "ValidationReport", "validate_extension"),
    "validator_v1_6_0": ("validate_manifest_v1_6_0", "validate_source_tree"),
}
"""Root names by the submodule that defines them."""

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOME_OF.get(name)
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name) if home else _module(name)
    globals()[name] = value
    return value


def _module(name: str) -> ModuleType:
    path = f"{__name__}.{name}"
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:
            raise
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF, *__all__})

"""Data types of the SDK; each is loaded when it is first used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imperal_sdk.types.action_result import (
        ActionResult,
    )
    from imperal_sdk.types.chat_result import (
        ChatResult,
        FunctionCall,
    )
    from imperal_sdk.types.client_contracts import (
        BALANCE_INFO_SCHEMA,
        COMPLETION_RESULT_SCHEMA,
        DOCUMENT_SCHEMA,
        FILE_INFO_SCHEMA,
        HTTP_RESPONSE_SCHEMA,
        LIMITS_RESULT_SCHEMA,
        SUBSCRIPTION_INFO_SCHEMA,
        BalanceInfoModel,
        CompletionResultModel,
        DocumentModel,
        FileInfoModel,
        HTTPResponseModel,
        LimitsResultModel,
        SubscriptionInfoModel,
        get_balance_info_schema,
        get_completion_result_schema,
        get_document_schema,
        get_file_info_schema,
        get_http_response_schema,
        get_limits_result_schema,
        get_subscription_info_schema,
        validate_balance_info_dict,
        validate_completion_result_dict,
        validate_document_dict,
        validate_file_info_dict,
        validate_http_response_dict,
        validate_limits_result_dict,
        validate_subscription_info_dict,
    )
    from imperal_sdk.types.contracts import (
        ACTION_RESULT_SCHEMA,
        CHAT_RESULT_SCHEMA,
        EVENT_SCHEMA,
        FUNCTION_CALL_SCHEMA,
        ActionResultModel,
        ChatResultModel,
        EventModel,
        FunctionCallModel,
        get_action_result_schema,
        get_chat_result_schema,
        get_event_schema,
        get_function_call_schema,
        validate_action_result_dict,
        validate_chat_result_dict,
        validate_event_dict,
        validate_function_call_dict,
    )
    from imperal_sdk.types.contributions import (
        Command,
        ContextMenu,
        Panel,
        Setting,
        Theme,
        Widget,
    )
    from imperal_sdk.types.events import (
        Event,
        WebhookRequest,
        WebhookResponse,
    )
    from imperal_sdk.types.health import (
        HealthStatus,
    )
    from imperal_sdk.types.identity import (
        Tenant,
        TenantContext,
        User,
        UserContext,
    )
    from imperal_sdk.types.models import (
        BalanceInfo,
        CompletionResult,
        Document,
        FileInfo,
        HTTPResponse,
        LimitsResult,
        SubscriptionInfo,
    )
    from imperal_sdk.types.pagination import (
        Page,
    )

__all__ = [
    "ACTION_RESULT_SCHEMA",
    "BALANCE_INFO_SCHEMA",
    "CHAT_RESULT_SCHEMA",
    "COMPLETION_RESULT_SCHEMA",
    "DOCUMENT_SCHEMA",
    "EVENT_SCHEMA",
    "FILE_INFO_SCHEMA",
    "FUNCTION_CALL_SCHEMA",
    "HTTP_RESPONSE_SCHEMA",
    "LIMITS_RESULT_SCHEMA",
    "SUBSCRIPTION_INFO_SCHEMA",
    "ActionResult",
    "ActionResultModel",
    "BalanceInfo",
    "BalanceInfoModel",
    "ChatResult",
    "ChatResultModel",
    "Command",
    "CompletionResult",
    "CompletionResultModel",
    "ContextMenu",
    "Document",
    "DocumentModel",
    "Event",
    "EventModel",
    "FileInfo",
    "FileInfoModel",
    "FunctionCall",
    "FunctionCallModel",
    "HTTPResponse",
    "HTTPResponseModel",
    "HealthStatus",
    "LimitsResult",
    "LimitsResultModel",
    "Page",
    "Panel",
    "Setting",
    "SubscriptionInfo",
    "SubscriptionInfoModel",
    "Tenant",
    "TenantContext",
    "Theme",
    "User",
    "UserContext",
    "WebhookRequest",
    "WebhookResponse",
    "Widget",
    "get_action_result_schema",
    "get_balance_info_schema",
    "get_chat_result_schema",
    "get_completion_result_schema",
    "get_document_schema",
    "get_event_schema",
    "get_file_info_schema",
    "get_function_call_schema",
    "get_http_response_schema",
    "get_limits_result_schema",
    "get_subscription_info_schema",
    "validate_action_result_dict",
    "validate_balance_info_dict",
    "validate_chat_result_dict",
    "validate_completion_result_dict",
    "validate_document_dict",
    "validate_event_dict",
    "validate_file_info_dict",
    "validate_function_call_dict",
    "validate_http_response_dict",
    "validate_limits_result_dict",
    "validate_subscription_info_dict",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "action_result": ("ActionResult",),
    "chat_result": (
        "ChatResult",
        "FunctionCall",
    ),
    "client_contracts": (
        "BALANCE_INFO_SCHEMA",
        "BalanceInfoModel",
        "COMPLETION_RESULT_SCHEMA",
        "CompletionResultModel",
        "DOCUMENT_SCHEMA",
        "DocumentModel",
        "FILE_INFO_SCHEMA",
        "FileInfoModel",
        "HTTPResponseModel",
        "HTTP_RESPONSE_SCHEMA",
        "LIMITS_RESULT_SCHEMA",
        "LimitsResultModel",
        "SUBSCRIPTION_INFO_SCHEMA",
        "SubscriptionInfoModel",
        "get_balance_info_schema",
        "get_completion_result_schema",
        "get_document_schema",
        "get_file_info_schema",
        "get_http_response_schema",
        "get_limits_result_schema",
        "get_subscription_info_schema",
        "validate_balance_info_dict",
        "validate_completion_result_dict",
        "validate_document_dict",
        "validate_file_info_dict",
        "validate_http_response_dict",
        "validate_limits_result_dict",
        "validate_subscription_info_dict",
    ),
    "contracts": (
        "ACTION_RESULT_SCHEMA",
        "ActionResultModel",
        "CHAT_RESULT_SCHEMA",
        "ChatResultModel",
        "EVENT_SCHEMA",
        "EventModel",
        "FUNCTION_CALL_SCHEMA",
        "FunctionCallModel",
        "get_action_result_schema",
        "get_chat_result_schema",
        "get_event_schema",
        "get_function_call_schema",
        "validate_action_result_dict",
        "validate_chat_result_dict",
        "validate_event_dict",
        "validate_function_call_dict",
    ),
    "contributions": (
        "Command",
        "ContextMenu",
        "Panel",
        "Setting",
        "Theme",
        "Widget",
    ),
    "events": (
        "Event",
        "WebhookRequest",
        "WebhookResponse",
    ),
    "health": ("HealthStatus",),
    "identity": (
        "Tenant",
        "TenantContext",
        "User",
        "UserContext",
    ),
    "models": (
        "BalanceInfo",
        "CompletionResult",
        "Document",
        "FileInfo",
        "HTTPResponse",
        "LimitsResult",
        "SubscriptionInfo",
    ),
    "pagination": ("Page",),
}
"""Names by the submodule that defines them."""

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

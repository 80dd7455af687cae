"""The wire shapes of what clients answer with: models, JSON schemas, validators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from imperal_sdk.types._contract import issues_of, schema_of
from imperal_sdk.types.metered_event import MeteredEvent

if TYPE_CHECKING:
    from imperal_sdk.validator import ValidationIssue


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DocumentModel(_Strict):
    """The wire form of a stored document."""

    id: str = Field(min_length=1)
    collection: str = Field(min_length=1)
    data: dict[str, Any] = Field(default_factory=dict)
    extension_id: str = ""
    tenant_id: str = "default"
    created_at: str = ""
    updated_at: str = ""
    user_id: str = ""
    etag: str = ""


class CompletionResultModel(_Strict):
    """The wire form of a completion."""

    text: str
    model: str = ""
    usage: dict[str, Any] = Field(default_factory=dict)
    stop_reason: str = ""


class LimitsResultModel(_Strict):
    """The wire form of a limits check."""

    allowed: bool = True
    balance: int = 0
    plan: str = ""
    limits: dict[str, Any] = Field(default_factory=dict)
    message: str = ""


class SubscriptionInfoModel(_Strict):
    """The wire form of a subscription."""

    plan_id: str = ""
    plan_name: str = ""
    status: str = ""
    period: str = "monthly"
    current_period_start: str = ""
    current_period_end: str = ""


class BalanceInfoModel(_Strict):
    """The wire form of a balance."""

    balance: int = 0
    plan: str = ""
    cap: int = 0


class FileInfoModel(_Strict):
    """The wire form of a stored file."""

    path: str = Field(min_length=1)
    size: int = Field(default=0, ge=0)
    content_type: str = ""
    created_at: str = ""
    url: str = ""


class HTTPResponseModel(_Strict):
    """The wire form of an HTTP answer."""

    status_code: int = Field(ge=100, le=599)
    body: dict[str, Any] | str | list[Any] = ""
    headers: dict[str, str] = Field(default_factory=dict)


BALANCE_INFO_SCHEMA = schema_of(BalanceInfoModel, "balance_info", "Imperal BalanceInfo")
COMPLETION_RESULT_SCHEMA = schema_of(
    CompletionResultModel, "completion_result", "Imperal CompletionResult"
)
DOCUMENT_SCHEMA = schema_of(DocumentModel, "document", "Imperal Document")
FILE_INFO_SCHEMA = schema_of(FileInfoModel, "file_info", "Imperal FileInfo")
HTTP_RESPONSE_SCHEMA = schema_of(HTTPResponseModel, "http_response", "Imperal HTTPResponse")
LIMITS_RESULT_SCHEMA = schema_of(LimitsResultModel, "limits_result", "Imperal LimitsResult")
METERED_EVENT_SCHEMA = schema_of(MeteredEvent, "metered_event", "Imperal MeteredEvent")
SUBSCRIPTION_INFO_SCHEMA = schema_of(
    SubscriptionInfoModel, "subscription_info", "Imperal SubscriptionInfo"
)


def get_balance_info_schema() -> dict[str, Any]:
    """Return the JSON schema of a balance."""
    return BALANCE_INFO_SCHEMA


def get_completion_result_schema() -> dict[str, Any]:
    """Return the JSON schema of a completion."""
    return COMPLETION_RESULT_SCHEMA


def get_document_schema() -> dict[str, Any]:
    """Return the JSON schema of a stored document."""
    return DOCUMENT_SCHEMA


def get_file_info_schema() -> dict[str, Any]:
    """Return the JSON schema of a stored file."""
    return FILE_INFO_SCHEMA


def get_http_response_schema() -> dict[str, Any]:
    """Return the JSON schema of an HTTP answer."""
    return HTTP_RESPONSE_SCHEMA


def get_limits_result_schema() -> dict[str, Any]:
    """Return the JSON schema of a limits check."""
    return LIMITS_RESULT_SCHEMA


def get_metered_event_schema() -> dict[str, Any]:
    """Return the JSON schema of a metered use."""
    return METERED_EVENT_SCHEMA


def get_subscription_info_schema() -> dict[str, Any]:
    """Return the JSON schema of a subscription."""
    return SUBSCRIPTION_INFO_SCHEMA


def validate_balance_info_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of a balance (rules BAL1 to BAL4)."""
    return issues_of(BalanceInfoModel, data, "BAL")


def validate_completion_result_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of a completion (rules CPL1 to CPL4)."""
    return issues_of(CompletionResultModel, data, "CPL")


def validate_document_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of a document (rules DOC1 to DOC4)."""
    return issues_of(DocumentModel, data, "DOC")


def validate_file_info_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of a file (rules FIL1 to FIL4)."""
    return issues_of(FileInfoModel, data, "FIL")


def validate_http_response_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of an HTTP answer (rules HRS1 to HRS4)."""
    return issues_of(HTTPResponseModel, data, "HRS")


def validate_limits_result_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of a limits check (rules LIM1 to LIM4)."""
    return issues_of(LimitsResultModel, data, "LIM")


def validate_subscription_info_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of a subscription (rules SUB1 to SUB4)."""
    return issues_of(SubscriptionInfoModel, data, "SUB")

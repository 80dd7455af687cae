"""Stable codes for failed actions (SDK reference, Error codes).

A code goes into ``ActionResult.error(..., code=...)``. Extensions may use codes of their own
that match :data:`CODE_PATTERN`.
"""

from __future__ import annotations

CODE_PATTERN = r"^[A-Z][A-Z0-9_]{2,63}$"
"""What a code of an extension's own looks like."""

VALIDATION_MISSING_FIELD = "VALIDATION_MISSING_FIELD"
VALIDATION_TYPE_ERROR = "VALIDATION_TYPE_ERROR"
FABRICATED_ID_SHAPE = "FABRICATED_ID_SHAPE"
UNKNOWN_TOOL = "UNKNOWN_TOOL"
UNKNOWN_SUB_FUNCTION = "UNKNOWN_SUB_FUNCTION"
PERMISSION_DENIED = "PERMISSION_DENIED"
BACKEND_TIMEOUT = "BACKEND_TIMEOUT"
BACKEND_5XX = "BACKEND_5XX"
RATE_LIMITED = "RATE_LIMITED"
INTERNAL = "INTERNAL"
EXT_UNSTRUCTURED_ERROR = "EXT_UNSTRUCTURED_ERROR"


def _entry(key: str, english: str, russian: str) -> dict[str, str]:
    return {
        "user_hint_i18n_key": f"errors.{key}",
        "default_en": english,
        "default_ru": russian,
    }


ERROR_TAXONOMY: dict[str, dict[str, str]] = {
    VALIDATION_MISSING_FIELD: _entry(
        "validation.missing_field", "Something is missing.", "Не хватает данных."
    ),
    VALIDATION_TYPE_ERROR: _entry(
        "validation.type_error", "A value has the wrong type.", "Значение неверного типа."
    ),
    FABRICATED_ID_SHAPE: _entry(
        "validation.fabricated_id_shape", "This id does not exist.", "Такого идентификатора нет."
    ),
    UNKNOWN_TOOL: _entry("dispatch.unknown_tool", "There is no such tool.", "Нет инструмента."),
    UNKNOWN_SUB_FUNCTION: _entry(
        "dispatch.unknown_sub_function", "There is no such function.", "Нет такой функции."
    ),
    PERMISSION_DENIED: _entry(
        "auth.permission_denied", "You may not do this.", "У вас нет прав на это."
    ),
    BACKEND_TIMEOUT: _entry(
        "backend.timeout", "The service did not answer in time.", "Сервис не ответил вовремя."
    ),
    BACKEND_5XX: _entry("backend.5xx", "The service has a problem.", "В сервисе ошибка."),
    RATE_LIMITED: _entry(
        "rate_limited", "Too many requests; try later.", "Слишком много запросов, попробуйте позже."
    ),
    INTERNAL: _entry("internal", "Something went wrong.", "Что-то пошло не так."),
    EXT_UNSTRUCTURED_ERROR: _entry(
        "ext.unstructured", "The extension reported an error.", "Расширение сообщило об ошибке."
    ),
}
"""What to tell the user for each platform code: an i18n key and two default sentences."""

"""What a chat function answers with (SDK reference, ActionResult)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, overload

from pydantic import BaseModel, ValidationError

from imperal_sdk._messages import explain, shown

T = TypeVar("T")

logger = logging.getLogger("imperal_sdk.action_result")


def _error(error: str, retryable: bool = False, *, code: str = "") -> ActionResult[Any]:
    """Answer that the action failed.

    ``error`` is the sentence the user reads, ``retryable`` tells the platform that the same
    call may succeed later, ``code`` is a stable word for programs (``error_codes`` or the
    extension's own, ``^[A-Z][A-Z0-9_]{2,63}$``). ``data`` is empty, ``summary`` is "".
    """
    return ActionResult(
        status="error", data={}, summary="", error=error, retryable=retryable, error_code=code
    )


class _ErrorAttribute:
    """``ActionResult.error``: the factory on the class, the message on an instance."""

    @overload
    def __get__(self, instance: None, owner: type) -> Callable[..., ActionResult[Any]]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> str | None: ...
    def __get__(
        self, instance: object | None, owner: type
    ) -> Callable[..., ActionResult[Any]] | str | None:
        if instance is None:
            return _error
        message = instance.__dict__.get("error")
        return message if isinstance(message, str) else None

    def __set__(self, instance: object, value: str | None) -> None:
        # The dataclass default is whatever the class attribute is, that is the factory.
        instance.__dict__["error"] = None if callable(value) else value


@dataclass
class ActionResult(Generic[T]):
    """The outcome of a chat function, as the chat, the ledger and the panels see it.

    ``status`` is "success" or "error". ``refresh_panels`` names the panels to fetch again
    (bare ids): None means all of them, an empty list none. Use :meth:`success` and
    :meth:`error` rather than the constructor.
    """

    status: str
    data: T | dict[str, Any] = field(default_factory=dict)
    summary: str = ""
    error: _ErrorAttribute = _ErrorAttribute()
    retryable: bool = False
    ui: Any | None = None
    refresh_panels: list[str] | None = None
    error_code: str = ""
    undo: Any | None = None
    diff: dict[str, Any] | None = None
    action_receipt: str | None = None

    @staticmethod
    def success(
        data: T | dict[str, Any],
        summary: str,
        *,
        ui: Any | None = None,
        refresh_panels: list[str] | None = None,
        undo: Any | None = None,
        diff: dict[str, Any] | None = None,
        action_receipt: str | None = None,
    ) -> ActionResult[T]:
        """Answer that the action worked.

        ``data`` is what the next step and the ledger read (a dict or a pydantic model),
        ``summary`` the sentence the user reads. ``ui`` is an optional node tree.
        """
        return ActionResult(
            status="success",
            data=data,
            summary=summary,
            ui=ui,
            refresh_panels=refresh_panels,
            undo=undo,
            diff=diff,
            action_receipt=action_receipt,
        )

    @staticmethod
    def morph(
        state: Any,
        data: T | dict[str, Any] | None = None,
        summary: str = "",
        *,
        refresh_panels: list[str] | None = None,
        undo: Any | None = None,
        diff: dict[str, Any] | None = None,
        action_receipt: str | None = None,
    ) -> ActionResult[Any]:
        """Answer success with ``state`` (a ``ui.MorphingState``) as the node to show."""
        words = summary or getattr(state, "summary", "")
        return ActionResult(
            status="success",
            data={} if data is None else data,
            summary=words if isinstance(words, str) else "",
            ui=state,
            refresh_panels=refresh_panels,
            undo=undo,
            diff=diff,
            action_receipt=action_receipt,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form: status, summary and data always, the rest only when set."""
        out: dict[str, Any] = {
            "status": self.status,
            "summary": self.summary,
            "data": _plain(self.data),
        }
        if self.error is not None:
            out["error"] = self.error
        if self.error_code:
            out["error_code"] = self.error_code
        if self.retryable:
            out["retryable"] = True
        if self.ui is not None:
            out["ui"] = _plain(self.ui)
        for name in ("refresh_panels", "undo", "diff", "action_receipt"):
            value = getattr(self, name)
            if value is not None:
                out[name] = _plain(value)
        return out

    @staticmethod
    def from_dict(d: dict[str, Any]) -> ActionResult[Any]:
        """Rebuild a result from its wire form; ``ui`` and ``error_code`` do not come back."""
        return ActionResult(
            status=d.get("status", "error"),
            data=d.get("data", {}),
            summary=d.get("summary", ""),
            error=d.get("error"),
            retryable=d.get("retryable", False),
            refresh_panels=d.get("refresh_panels"),
        )

    def validate_against(self, model_class: Any) -> ActionResult[T]:
        """Check ``data`` against the declared return model and log a warning if it does not fit.

        Always returns self: a mismatch never fails the action.
        """
        if not (isinstance(model_class, type) and issubclass(model_class, BaseModel)):
            return self
        if not isinstance(self.data, dict):
            return self
        try:
            model_class.model_validate(self.data)
        except ValidationError as error:
            logger.warning(
                "%s",
                explain(
                    f"data_model mismatch: {shown(self.data)} is not a {model_class.__name__} "
                    f"({error.error_count()} problem(s), first: {error.errors()[0]['msg']})",
                    "ActionResult.data should fit the declared return model",
                    f"build the {model_class.__name__} and pass it as data",
                ),
            )
        return self


def _plain(value: Any) -> Any:
    """Return ``value`` ready for the wire: models dumped, nodes turned into dicts."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return value

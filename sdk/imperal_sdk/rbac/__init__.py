"""Roles and scopes."""

from __future__ import annotations

from imperal_sdk.rbac.client import RBACClient

__all__ = ["RBACClient"]

"""Facets of access, audit, consent and risk."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from imperal_sdk.sdl.entity import Ref
from imperal_sdk.sdl.facets._fact import fact


class AccessLeveled(BaseModel):
    """How secret it is."""

    classification: (
        Literal["public", "internal", "confidential", "restricted", "secret", "top_secret"] | None
    ) = fact("sec.classification")
    clearance_required: str | None = fact("sec.clearance_required")
    access_visibility: Literal["private", "team", "organization", "public"] | None = fact(
        "sec.visibility"
    )
    handling_caveats: list[str] | None = fact("sec.handling_caveats")


class Permissioned(BaseModel):
    """What the user may do with it."""

    sec_permissions: list[str] | None = fact("sec.permissions")
    role: str | None = fact("sec.role")
    can_read: bool | None = fact("sec.can_read")
    can_write: bool | None = fact("sec.can_write")
    can_delete: bool | None = fact("sec.can_delete")
    can_share: bool | None = fact("sec.can_share")


class Auditable(BaseModel):
    """Who did what to whom."""

    actor: Ref | None = fact("sec.actor")
    action: str | None = fact("sec.action")
    audit_target: Ref | None = fact("sec.target")
    occurred_at: datetime | None = fact("sec.occurred_at")
    outcome: Literal["success", "failure", "denied", "error"] | None = fact("sec.outcome")
    source_ip: str | None = fact("sec.source_ip")
    changes: dict[str, Any] | None = fact("sec.changes")


class Consented(BaseModel):
    """What somebody agreed to."""

    consent_purpose: str | None = fact("sec.consent_purpose")
    consent_state: Literal["granted", "withdrawn", "pending", "expired"] | None = fact(
        "sec.consent_state"
    )
    consent_subject: Ref | None = fact("sec.consent_subject")
    granted_at: datetime | None = fact("sec.granted_at")
    legal_basis: (
        Literal[
            "consent",
            "contract",
            "legal_obligation",
            "vital_interest",
            "public_task",
            "legitimate_interest",
        ]
        | None
    ) = fact("sec.legal_basis")
    consent_proof: str | None = fact("sec.consent_proof")


class Compliant(BaseModel):
    """Whether a rule is kept."""

    framework: str | None = fact("sec.framework")
    control_id: str | None = fact("sec.control_id")
    compliance_status: (
        Literal["compliant", "non_compliant", "partial", "not_applicable", "not_assessed"] | None
    ) = fact("sec.compliance_status")
    last_assessed_at: datetime | None = fact("sec.last_assessed_at")
    assessed_by: Ref | None = fact("sec.assessed_by")


class Attested(BaseModel):
    """Something somebody vouched for."""

    attestation_type: str | None = fact("sec.attestation_type")
    attestation_result: (
        Literal["verified", "rejected", "pending", "expired", "needs_review"] | None
    ) = fact("sec.attestation_result")
    attested_by: Ref | None = fact("sec.attested_by")
    attestation_confidence: Decimal | None = fact("sec.attestation_confidence")


class Signed(BaseModel):
    """A signature."""

    signature: str | None = fact("sec.signature")
    signer: Ref | None = fact("sec.signer")
    algorithm: str | None = fact("sec.algorithm")
    signature_is_valid: bool | None = fact("sec.signature_is_valid")
    signed_at: datetime | None = fact("sec.signed_at")


class Retained(BaseModel):
    """How long it has to be kept."""

    retention_class: str | None = fact("sec.retention_class")
    sec_retain_until: datetime | None = fact("sec.retain_until")
    legal_hold: bool | None = fact("sec.legal_hold")


class Alertable(BaseModel):
    """An alarm."""

    alert_severity: Literal["info", "warning", "critical", "emergency"] | None = fact(
        "sec.alert_severity"
    )
    alert_state: Literal["firing", "pending", "resolved", "silenced"] | None = fact(
        "sec.alert_state"
    )
    fired_at: datetime | None = fact("sec.fired_at")
    resolved_at: datetime | None = fact("sec.resolved_at")
    rule_name: str | None = fact("sec.rule_name")
    alert_threshold: float | None = fact("sec.alert_threshold")


class Caseable(BaseModel):
    """A case, from opening to closing."""

    case_number: str | None = fact("sec.case_number")
    case_type: str | None = fact("sec.case_type")
    case_stage: str | None = fact("sec.case_stage")
    opened_at: datetime | None = fact("sec.opened_at")
    closed_at: datetime | None = fact("sec.closed_at")
    case_resolution: str | None = fact("sec.case_resolution")
    jurisdiction: str | None = fact("sec.jurisdiction")


class RiskScored(BaseModel):
    """How risky it is."""

    risk_score: float | None = fact("sec.risk_score")
    risk_level: Literal["low", "medium", "high", "critical"] | None = fact("sec.risk_level")
    risk_factors: list[str] | None = fact("sec.risk_factors")

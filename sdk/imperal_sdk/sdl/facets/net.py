"""Facets of networks, machines and services."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class NetAsset(BaseModel):
    """A name, an address or a port."""

    domain: str | None = fact("net.domain")
    ip: str | None = fact("net.ip")
    port: int | None = fact("net.port")
    protocol: str | None = fact("net.protocol")
    record_type: str | None = fact("net.record_type")


class ApiEndpoint(BaseModel):
    """One operation of an API."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] | None = fact(
        "net.method"
    )
    api_path: str | None = fact("net.path")
    operation_id: str | None = fact("net.operation_id")
    auth_required: bool | None = fact("net.auth_required")
    deprecated: bool | None = fact("net.deprecated")


class HostResource(BaseModel):
    """A machine or what is rented as one."""

    hostname: str | None = fact("net.hostname")
    resource_id: str | None = fact("net.resource_id")
    environment: str | None = fact("net.environment")
    host_region: str | None = fact("net.host_region")


class ComputeSpec(BaseModel):
    """How big a machine is."""

    vcpus: int | None = fact("net.vcpus")
    memory_bytes: int | None = fact("net.memory_bytes")
    disk_bytes: int | None = fact("net.disk_bytes")
    gpu_count: int | None = fact("net.gpu_count")
    arch: Literal["x86_64", "arm64", "riscv"] | None = fact("net.arch")


class Container(BaseModel):
    """A container and its image."""

    container_id: str | None = fact("net.container_id")
    container_name: str | None = fact("net.container_name")
    image: str | None = fact("net.image")
    image_digest: str | None = fact("net.image_digest")
    runtime: Literal["docker", "containerd", "podman", "lxc"] | None = fact("net.runtime")
    compose_project: str | None = fact("net.compose_project")


class ServiceHealth(BaseModel):
    """Whether a service runs."""

    health: Literal["healthy", "degraded", "down"] | None = fact("net.health")
    uptime_s: int | None = fact("net.uptime_s")
    last_check_at: datetime | None = fact("net.last_check_at")


class Certificated(BaseModel):
    """A certificate, and until when it holds."""

    cert_issuer: str | None = fact("net.cert_issuer")
    cert_subject: str | None = fact("net.cert_subject")
    not_after: datetime | None = fact("net.not_after")
    fingerprint: str | None = fact("net.fingerprint")
    cert_is_valid: bool | None = fact("net.cert_is_valid")


class DataRecord(BaseModel):
    """A row of a table."""

    table: str | None = fact("net.table")
    row_id: str | None = fact("net.row_id")
    query: str | None = fact("net.query")
    schema_ref: str | None = fact("net.schema_ref")


class ConfigSetting(BaseModel):
    """One setting."""

    config_key: str | None = fact("net.config_key")
    config_value: str | None = fact("net.config_value")
    config_value_type: Literal["string", "int", "float", "bool", "json"] | None = fact(
        "net.value_type"
    )
    is_secret: bool | None = fact("net.is_secret")
    config_source: str | None = fact("net.config_source")
    default_value: str | None = fact("net.default_value")


class Backup(BaseModel):
    """A copy kept for later."""

    snapshot_id: str | None = fact("net.snapshot_id")
    source_resource: str | None = fact("net.source_resource")
    taken_at: datetime | None = fact("net.taken_at")
    backup_size_bytes: int | None = fact("net.backup_size_bytes")
    retain_until: datetime | None = fact("net.retain_until")
    backup_kind: Literal["full", "incremental", "differential", "snapshot"] | None = fact(
        "net.backup_kind"
    )
    backup_is_verified: bool | None = fact("net.is_verified")

"""Facets of files, pictures, sound and film."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class FileObject(BaseModel):
    """A file."""

    filename: str | None = fact("media.filename")
    extension: str | None = fact("media.extension")
    mime_type: str | None = fact("media.mime_type")
    size_bytes: int | None = fact("media.size_bytes")
    media_class: str | None = fact("media.media_class")
    path: str | None = fact("media.path")
    checksum_sha256: str | None = fact("media.checksum_sha256")
    permissions: str | None = fact("media.permissions")


class ImageMedia(BaseModel):
    """A picture, in pixels."""

    width: int | None = fact("media.width")
    height: int | None = fact("media.height")
    color_space: str | None = fact("media.color_space")
    exif: dict[str, Any] | None = fact("media.exif")
    blurhash: str | None = fact("media.blurhash")


class AudioTrack(BaseModel):
    """A sound recording."""

    audio_codec: str | None = fact("media.audio_codec")
    bitrate_kbps: int | None = fact("media.bitrate_kbps")
    sample_rate_hz: int | None = fact("media.sample_rate_hz")
    channels: int | None = fact("media.channels")
    bit_depth: int | None = fact("media.bit_depth")
    loudness_lufs: float | None = fact("media.loudness_lufs")


class VideoTrack(BaseModel):
    """A film."""

    video_codec: str | None = fact("media.video_codec")
    video_resolution: str | None = fact("media.resolution")
    fps: float | None = fact("media.fps")
    video_bitrate_kbps: int | None = fact("media.video_bitrate_kbps")
    hdr: bool | None = fact("media.hdr")


class Archive(BaseModel):
    """A file that holds files."""

    archive_format: str | None = fact("media.archive_format")
    entry_count: int | None = fact("media.entry_count")
    uncompressed_size_bytes: int | None = fact("media.uncompressed_size_bytes")
    compression_ratio: float | None = fact("media.compression_ratio")
    is_encrypted: bool | None = fact("media.is_encrypted")


class ContentSafety(BaseModel):
    """What a scanner found in it."""

    scan_state: Literal["unscanned", "clean", "infected", "suspicious"] | None = fact(
        "media.scan_state"
    )
    is_nsfw: bool | None = fact("media.is_nsfw")
    moderation_labels: list[str] | None = fact("media.moderation_labels")
    virus_name: str | None = fact("media.virus_name")
    scanned_at: datetime | None = fact("media.scanned_at")


class Transcribable(BaseModel):
    """Spoken words, written down."""

    transcript: str | None = fact("media.transcript")
    captions_url: str | None = fact("media.captions_url")
    transcript_language: str | None = fact("media.transcript_language")

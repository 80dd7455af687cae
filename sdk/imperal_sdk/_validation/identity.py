"""Rules about what an extension says of itself: V1, V2, V14, V15, V19, V31, V34."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from imperal_sdk._manifest.patterns import APP_ID_PATTERN
from imperal_sdk._messages import shown
from imperal_sdk._validation.issue import ERROR, WARN, ValidationIssue
from imperal_sdk._validation.subject import Subject

VERSION_START = re.compile(r"^\d+\.\d+\.\d+")
MIN_DESCRIPTION = 40
MIN_DISPLAY_NAME = 3


def app_id(subject: Subject) -> Iterator[ValidationIssue]:
    """V1: two or more of a-z, 0-9 and '-', no '-' at either end."""
    given = subject.ext.app_id
    if not APP_ID_PATTERN.fullmatch(given):
        suggested = re.sub(r"[^a-z0-9-]+", "-", given.lower()).strip("-") or "my-app"
        yield subject.issue(
            "V1",
            ERROR,
            f"app_id {given!r} is not two or more of a-z, 0-9 and '-', no '-' at either end",
            f"Call it {suggested if len(suggested) > 1 else f'{suggested}-app'!r}",
            "app_id",
        )


def version(subject: Subject) -> Iterator[ValidationIssue]:
    """V2: a version starts with three numbers."""
    given = subject.ext.version
    if not VERSION_START.match(given):
        yield subject.issue(
            "V2",
            ERROR,
            f"version {given!r} does not start with three numbers",
            "Write version='1.0.0'",
            "version",
        )


def description(subject: Subject) -> Iterator[ValidationIssue]:
    """V14: a description is a sentence, 40 characters or more, not the app id."""
    ext = subject.ext
    if len(ext.description) < MIN_DESCRIPTION or ext.description == ext.app_id:
        yield subject.issue(
            "V14",
            ERROR,
            f"description {shown(ext.description)} has {len(ext.description)} characters; "
            f"it takes {MIN_DESCRIPTION} or more, and not the app id",
            "Say in a sentence what the extension does and when the assistant should use it",
            "description",
        )


def display_name(subject: Subject) -> Iterator[ValidationIssue]:
    """V15: a display name has three characters or more and is not the app id."""
    ext = subject.ext
    if len(ext.display_name) < MIN_DISPLAY_NAME or ext.display_name == ext.app_id:
        yield subject.issue(
            "V15",
            ERROR,
            f"display_name {ext.display_name!r} takes {MIN_DISPLAY_NAME} or more characters, "
            "and not the app id",
            "Give the name that people read, such as display_name='Notes'",
            "display_name",
        )


def actions_explicit(subject: Subject) -> Iterator[ValidationIssue]:
    """V19: an extension promises that every write is declared as one."""
    if not subject.ext.actions_explicit:
        yield subject.issue(
            "V19",
            ERROR,
            "actions_explicit is False",
            "Leave actions_explicit out, and declare each write with its action_type",
            "actions_explicit",
        )


def first_party(subject: Subject) -> Iterator[ValidationIssue]:
    """V31: only authors on the platform's list may publish system apps.

    The list is IMPERAL_FIRSTPARTY_AUTHOR_IDS, the author IMPERAL_AUTHOR_ID; without both
    there is nothing to compare.
    """
    author = os.environ.get("IMPERAL_AUTHOR_ID", "")
    listed = os.environ.get("IMPERAL_FIRSTPARTY_AUTHOR_IDS", "")
    if not (subject.ext.system and author and listed):
        return
    if author not in {name.strip() for name in listed.split(",")}:
        yield subject.issue(
            "V31",
            ERROR,
            f"system=True, but the author {author!r} is not one of the platform's own",
            "Leave system out",
            "system",
        )


def scopes(subject: Subject) -> Iterator[ValidationIssue]:
    """V34: without any declared scope the platform grants all of them."""
    ext = subject.ext
    if ext.capabilities or any(tool.scopes for tool in subject.own_tools):
        return
    yield subject.issue(
        "V34",
        ERROR if ext.system else WARN,
        "neither capabilities nor the scopes of a tool are declared: every scope is granted",
        "Declare what is needed, such as capabilities=['store:read', 'store:write']",
        "capabilities",
    )


RULES = (app_id, version, description, display_name, actions_explicit, first_party, scopes)

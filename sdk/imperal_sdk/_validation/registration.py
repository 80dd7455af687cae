"""Rules about what is registered: V3, V8, V9, V12, V13, V22, V35."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from imperal_sdk._validation.annotations import takes
from imperal_sdk._validation.issue import ERROR, INFO, WARN, ValidationIssue
from imperal_sdk._validation.sites import site_of
from imperal_sdk._validation.subject import Subject, at
from imperal_sdk.catalog import callable_function_names

REQUIRED_BY_HOOK = {"on_refresh": ("message",), "on_upgrade": ("from_version",)}


def something_to_call(subject: Subject) -> Iterator[ValidationIssue]:
    """V3: a tool or a chat bundle is there."""
    if not subject.own_tools and not subject.chats:
        yield subject.issue(
            "V3",
            ERROR,
            "there is neither a tool nor a ChatExtension: nothing can be called",
            "Add @ext.tool(...) or a ChatExtension with functions",
        )


def manifest_file(subject: Subject) -> Iterator[ValidationIssue]:
    """V8: imperal.json stands beside the code."""
    folder = subject.site.folder
    if folder is None or not (folder / "imperal.json").is_file():
        yield subject.issue(
            "V8",
            WARN,
            "no imperal.json stands beside the code, so the manifest was not checked",
            "Run 'imperal build', then 'imperal validate'",
        )


def health_check(subject: Subject) -> Iterator[ValidationIssue]:
    """V9: a health check is there."""
    if subject.ext._health_check is None:
        yield subject.issue(
            "V9", WARN, "there is no health check", "Add a function under @ext.health_check"
        )


def install_hook(subject: Subject) -> Iterator[ValidationIssue]:
    """V12: an install hook is there."""
    if "on_install" not in subject.ext.lifecycle:
        yield subject.issue(
            "V12", INFO, "there is no install hook", "Add one under @ext.on_install if needed"
        )


def skeleton_names(subject: Subject) -> Iterator[ValidationIssue]:
    """V13: a tool named like a skeleton's, without the prefix that makes it one."""
    for tool in subject.own_tools:
        for word, level in (("refresh", WARN), ("alert", INFO)):
            if not tool.name.startswith(f"{word}_"):
                continue
            section = tool.name.removeprefix(f"{word}_")
            decorator = f"@ext.skeleton({section!r})" if word == "refresh" else "@ext.tool"
            yield at(
                site_of(tool.func).decorated("tool"),
                "V13",
                level,
                f"tool {tool.name!r} reads like the {word} of a skeleton, but is none",
                f"Use {decorator}, named 'skeleton_{tool.name}', or give it another name",
            )


def hook_arguments(subject: Subject) -> Iterator[ValidationIssue]:
    """V22: a lifecycle hook takes what the platform passes to it."""
    for hook in subject.ext.lifecycle.values():
        missing = [
            name for name in REQUIRED_BY_HOOK.get(hook.name, ()) if not takes(hook.func, name)
        ]
        if missing:
            names = ", ".join(missing)
            yield at(
                site_of(hook.func).signature,
                "V22",
                ERROR,
                f"lifecycle hook {hook.name!r} does not take {names}",
                f"Add {names}=None to its parameters, or **kwargs",
            )


def file_sinks(subject: Subject) -> Iterator[ValidationIssue]:
    """V35: files are dropped on tools that exist."""
    known = callable_function_names(subject.ext)
    for sink in subject.ext.file_sinks:
        if sink.tool not in known:
            yield at(
                subject.declared("file_sink", sink.tool),
                "V35",
                ERROR,
                f"a file sink names the tool {sink.tool!r}, which does not exist",
                "Name a tool or a chat function of this extension",
            )


def beside(subject: Subject, name: str) -> Path | None:
    """Find a file of the extension: beside its code, else in the current directory."""
    folders = [subject.site.folder, Path()]
    return next(
        (folder / name for folder in folders if folder is not None and (folder / name).is_file()),
        None,
    )


RULES = (
    something_to_call,
    manifest_file,
    health_check,
    install_hook,
    skeleton_names,
    hook_arguments,
    file_sinks,
)

"""Rule V21: the icon is an SVG that the store can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from imperal_sdk._validation.issue import ERROR, ValidationIssue
from imperal_sdk._validation.registration import beside
from imperal_sdk._validation.subject import Subject

MAX_BYTES = 100 * 1024

_ENTITY_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def check(subject: Subject) -> Iterator[ValidationIssue]:
    """V21: declared, .svg, at most 100 KB, XML, an <svg> with a viewBox, no picture inside."""
    icon = subject.ext.icon
    if not icon:
        yield _issue(subject, "no icon is declared", "Add icon.svg and icon='icon.svg'")
    elif not icon.lower().endswith(".svg"):
        yield _issue(subject, f"icon {icon!r} is not an .svg file", "Draw it as an SVG")
    elif (file := beside(subject, icon)) is not None:
        for wrong, fix in problems(file):
            yield _issue(subject, f"icon {icon!r} {wrong}", fix)


def _issue(subject: Subject, wrong: str, fix: str) -> ValidationIssue:
    return subject.issue("V21", ERROR, wrong, fix, "icon")


def problems(file: Path) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an icon file, with how to mend it."""
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        yield f"has {len(data)} bytes, {MAX_BYTES} is the most", "Simplify the drawing"
        return
    if _ENTITY_DECLARATION.search(data):
        yield "declares a document type or entities", "Save it as plain SVG"
        return
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        yield f"is not XML: {error}", "Save it again as SVG"
        return
    if _local(root.tag) != "svg":
        yield f"starts with <{_local(root.tag)}>, not <svg>", "Save it again as SVG"
    if "viewBox" not in root.attrib:
        yield "has no viewBox", "Add viewBox='0 0 24 24', or whatever its size is"
    if any(_embeds_picture(element) for element in root.iter()):
        yield "embeds a picture as base64", "Draw it with shapes"


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _embeds_picture(element: ElementTree.Element) -> bool:
    if _local(element.tag) != "image":
        return False
    return any(
        _local(name) == "href" and value.lstrip().startswith("data:")
        for name, value in element.attrib.items()
    )


RULES = (check,)

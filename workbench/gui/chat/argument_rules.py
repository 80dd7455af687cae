"""What a parameter model asks of arguments: how each is written in a field, and what is wrong.

Qt-free. The model itself has the last word when the step runs; this is what its JSON schema says,
so that a mistake is seen while it is typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

Kind = Literal["text", "integer", "number", "boolean", "choice", "json"]

ABSENT: Final = object()
"""The value of an argument that is not given."""

_REFERENCE = re.compile(r"\$REF:|\{\{.*\}\}")
_SIMPLE: Final[Mapping[object, Kind]] = {
    "string": "text", "integer": "integer", "number": "number", "boolean": "boolean",
}  # fmt: skip
_INTEGER = re.compile(r"[+-]?\d+")


class ArgumentError(ValueError):
    """What is wrong with one argument, in words for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its kind, whether it must be given or may be null, and its schema ``spec``.

    ``known`` is false for an argument that the model does not have.
    """

    name: str
    kind: Kind
    required: bool = False
    nullable: bool = False
    known: bool = True
    choices: tuple[Any, ...] = ()
    spec: Mapping[str, Any] | None = None

    @property
    def description(self) -> str:
        """What the author wrote about it."""
        return str((self.spec or {}).get("description") or "")

    @property
    def hint(self) -> str:
        """Its type and limits in a few words: "integer · 1450 to 2100 · optional"."""
        if not self.known:
            return "no such parameter"
        spec = self.spec or {}
        words = [str(spec.get("type", self.kind)) if self.kind == "json" else self.kind]
        words += [text for text in (_limits(spec), str(spec.get("format") or "")) if text]
        if not self.required:
            words.append("optional")
        return " · ".join(words)

    @property
    def placeholder(self) -> str:
        """What an empty field stands for."""
        default = (self.spec or {}).get("default", ABSENT)
        if default is ABSENT:
            return "required" if self.required else "not given"
        return f"default {json.dumps(default, ensure_ascii=False, default=str)}"


def parameters(schema: Mapping[str, Any] | None, args: Mapping[str, Any]) -> list[Parameter]:
    """The parameters of a function in their order, then the arguments it does not know."""
    whole = schema or {}
    required = set(whole.get("required") or ())
    found = [
        _parameter(name, spec, whole, name in required)
        for name, spec in (whole.get("properties") or {}).items()
    ]
    names = {parameter.name for parameter in found}
    open_ended = bool(whole.get("additionalProperties")) or not names
    found += [
        Parameter(name, _kind_of(value), known=open_ended)
        for name, value in args.items()
        if name not in names
    ]
    return found


def written(parameter: Parameter, value: Any) -> str:
    """A value as its field shows it; empty for one that is not given, or null."""
    if value is ABSENT or value is None:
        return ""
    if isinstance(value, str) and parameter.kind in ("text", "integer", "number", "choice"):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def read(parameter: Parameter, text: str) -> Any:
    """The value a field's text stands for; `ABSENT` for an empty field that may be empty.

    Raises:
        ArgumentError: the text is no such value, or breaks a limit.
    """
    if text == "" and not (parameter.kind == "text" and parameter.required):
        if parameter.required and not parameter.nullable:
            raise ArgumentError("is required")
        return None if parameter.required else ABSENT
    value = text if _REFERENCE.search(text) else _value(parameter, text)
    complaint = complaint_about(parameter, value)
    if complaint:
        raise ArgumentError(complaint)
    return value


def complaint_about(parameter: Parameter, value: Any) -> str:
    """What is wrong with a value; empty if nothing is, or if it is a reference still to be filled.

    An argument left open may still be filled from an earlier step, so that is no complaint.
    """
    spec = parameter.spec or {}
    if value is ABSENT or (value is None and parameter.nullable):
        return ""
    if isinstance(value, str) and _REFERENCE.search(value):
        return ""
    if parameter.choices and value not in parameter.choices:
        return "must be one of " + ", ".join(written(parameter, one) for one in parameter.choices)
    wrong = _wrong_type(parameter, value)
    if wrong:
        return wrong
    if isinstance(value, str):
        return _text_complaint(spec, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_complaint(spec, value)
    if isinstance(value, list):
        return _length_complaint(spec, len(value), "Items", "entry", "entries")
    return ""


def complaints(schema: Mapping[str, Any] | None, args: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a whole set of arguments, by name."""
    found = {}
    for parameter in parameters(schema, args):
        complaint = complaint_about(parameter, args.get(parameter.name, ABSENT))
        if complaint:
            found[parameter.name] = complaint
    return found


def _parameter(
    name: str, spec: Mapping[str, Any], whole: Mapping[str, Any], required: bool
) -> Parameter:
    shape, nullable = _shape(spec, whole)
    choices = tuple(shape["enum"]) if "enum" in shape else ()
    if "const" in shape:
        choices = (shape["const"],)
    kind: Kind = "choice" if choices else _SIMPLE.get(shape.get("type"), "json")
    return Parameter(name, kind, required, nullable, choices=choices, spec=shape)


def _shape(spec: Mapping[str, Any], whole: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """A property's own schema with ``$ref`` and ``anyOf [..., null]`` looked through."""
    reference = spec.get("$ref")
    if isinstance(reference, str):
        target = (whole.get("$defs") or {}).get(reference.rsplit("/", 1)[-1]) or {}
        return {**_shape(target, whole)[0], **_told(spec)}, False
    options = list(spec.get("anyOf") or spec.get("allOf") or ())
    given = [option for option in options if option.get("type") != "null"]
    if len(given) == 1:
        inner, _ = _shape(given[0], whole)
        return {**inner, **_told(spec)}, len(given) < len(options)
    return dict(spec), len(given) < len(options)


def _told(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {key: spec[key] for key in ("description", "default", "title") if key in spec}


def _kind_of(value: Any) -> Kind:
    if isinstance(value, str):
        return "text"
    return "boolean" if isinstance(value, bool) else "json"


def _value(parameter: Parameter, text: str) -> Any:
    kind = parameter.kind
    if kind == "text":
        return text
    if kind == "choice":
        return next((one for one in parameter.choices if written(parameter, one) == text), text)
    if kind == "integer" and not _INTEGER.fullmatch(text.strip()):
        raise ArgumentError("must be a whole number")
    try:
        return json.loads(text.strip().removeprefix("+") if kind == "integer" else text)
    except ValueError:
        wanted = {"number": "a number", "integer": "a whole number", "boolean": "true or false"}
        raise ArgumentError(f"must be {wanted.get(kind, 'JSON')}") from None


def _wrong_type(parameter: Parameter, value: Any) -> str:
    spec = parameter.spec or {}
    expected: dict[object, tuple[type | tuple[type, ...], str]] = {
        "string": (str, "text"),
        "integer": (int, "a whole number"),
        "number": ((int, float), "a number"),
        "boolean": (bool, "true or false"),
        "array": (list, "a list"),
        "object": (dict, "an object"),
    }
    kinds, words = expected.get(spec.get("type"), (object, ""))
    number = spec.get("type") in ("integer", "number")
    if not isinstance(value, kinds) or (number and isinstance(value, bool)):
        return f"must be {words}"
    return ""


def _text_complaint(spec: Mapping[str, Any], value: str) -> str:
    wrong = _length_complaint(spec, len(value), "Length", "character", "characters")
    if wrong:
        return "is required" if not value else wrong
    pattern = spec.get("pattern")
    if isinstance(pattern, str) and not _matches(pattern, value):
        return f"must match {pattern}"
    readers = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}
    reader = readers.get(str(spec.get("format")))
    if reader is not None:
        try:
            reader(value)
        except ValueError:
            return f"must be a {spec['format']}, such as 2026-11-21"
    return ""


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True


def _length_complaint(spec: Mapping[str, Any], count: int, what: str, one: str, many: str) -> str:
    low, high = spec.get(f"min{what}"), spec.get(f"max{what}")
    if low is not None and count < low:
        return f"needs at least {low} {one if low == 1 else many}"
    if high is not None and count > high:
        return f"takes at most {high} {one if high == 1 else many}, these are {count}"
    return ""


def _number_complaint(spec: Mapping[str, Any], value: float) -> str:
    low, high = spec.get("minimum"), spec.get("maximum")
    above, below = spec.get("exclusiveMinimum"), spec.get("exclusiveMaximum")
    if low is not None and value < low:
        return f"must be at least {low}"
    if high is not None and value > high:
        return f"must be at most {high}"
    if above is not None and value <= above:
        return f"must be more than {above}"
    if below is not None and value >= below:
        return f"must be less than {below}"
    return ""


def _limits(spec: Mapping[str, Any]) -> str:
    for low, high, unit in (
        ("minimum", "maximum", ""),
        ("minLength", "maxLength", " characters"),
        ("minItems", "maxItems", " entries"),
    ):
        least, most = spec.get(low), spec.get(high)
        if least is not None and most is not None:
            return f"{least} to {most}{unit}"
        if most is not None:
            return f"at most {most}{unit}"
        if least is not None and (unit == "" or least > 1):
            return f"at least {least}{unit}"
    return ""

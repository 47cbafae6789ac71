"""TOML files as values: read, structured, every fault said at once, each with its place and the rule it breaks.

Strict: a number is no text, and no key is passed over. A type `Annotated` with a function is structured as the type,
then handed to that: so each field's fault is found alone, and all of them at once. Who has types of its own registers
them with `converter`.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin

import attrs
import cattrs
from cattrs import transform_error
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import make_dict_structure_fn

from pipeline.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Structured = TypeVar("Structured")

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # a name or a contact goes to terminals and into HTTP headers


def read_toml(path: Path, *, optional: bool = False) -> dict[str, Any]:
    """Read a file; {} where it is `optional` and not there. Raises BadFile where it can't be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        if optional and isinstance(error, FileNotFoundError):
            return {}
        raise BadFile(path, [error.strerror or str(error)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile(path, [f"not TOML: {error}"]) from None


def structure(table: dict[str, Any], kind: type[Structured], path: Path, **defaults: Any) -> Structured:
    """Make a value of a file's keys, or their `defaults`. Raises BadFile, which names `path`, with every fault."""
    try:
        return converter.structure({**defaults, **table}, kind)
    except cattrs.BaseValidationError as error:
        raise BadFile(path, _faults_of(error)) from None


def _faults_of(error: cattrs.BaseValidationError) -> list[str]:
    """Every fault that cattrs met, as `sources[0].url: what is wrong`."""
    faults = (fault.rpartition(" @ $") for fault in transform_error(error, format_exception=_format))
    return [f"{place.lstrip('.')}: {text}" if place.strip(".") else text for text, _, place in faults]


def _structure_date(value: object, _: type) -> date:
    if type(value) is date:
        return value
    msg = f"{value!r} is no day; 2024-01-31 (without quotes) is wanted"
    raise ValueError(msg)


def _structure_text(value: object, _: type) -> str:
    if isinstance(value, str) and not CONTROL.search(value):
        return value
    msg = f"{value!r} holds control characters" if isinstance(value, str) else f"{value!r} is no text; put it in quotes"
    raise ValueError(msg)


def _structure_number(value: object, kind: type) -> Any:
    right = isinstance(value, (int, float) if kind is float else kind)
    if right and (kind is bool or not isinstance(value, bool)):
        return value
    noun = {bool: "true or false", int: "a whole number", float: "a number"}[kind]
    msg = f"{value!r}; {noun} is wanted"
    raise ValueError(msg)


def _structure_list(kind: Any) -> Callable[[object, Any], Any]:
    structure = homogenous_tuple_structure_factory(kind, converter)

    def hook(value: object, kind: Any) -> Any:
        if isinstance(value, list):
            return structure(value, kind)
        msg = f"{value!r}; a list is wanted"
        raise ValueError(msg)

    return hook


def structure_table(kind: Any) -> Callable[[object, Any], Any]:
    """A structure hook for an attrs class: it takes a table and nothing else, and no unknown key."""
    structure = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)

    def hook(value: Any, kind: Any) -> Any:
        if isinstance(value, dict):
            return structure(value, kind)
        msg = f"{value!r}; a table is wanted"
        raise ValueError(msg)

    return hook


def _format(error: BaseException, expected: type | None) -> str:
    match error:
        case KeyError():
            return "is missing"
        case cattrs.ForbiddenExtraKeysError():
            names = ", ".join(field.name for field in attrs.fields(error.cl))
            return f"unknown key {', '.join(sorted(error.extra_fields))} (known: {names})"
        case _ if "literal" in str(error).lower() and expected:
            value = str(error.args[0] if error.args else error).partition(" not in literal")[0]
            return f"{value!r}; one of {', '.join(get_args(expected))} is wanted"
        case _:
            return str(error)


def _has_rule(kind: Any) -> bool:
    return get_origin(kind) is Annotated and callable(kind.__metadata__[0])


def _structure_with_rule(value: object, kind: Any) -> Any:
    return kind.__metadata__[0](converter.structure(value, kind.__origin__))


def _make_converter() -> cattrs.Converter:
    built = cattrs.Converter(forbid_extra_keys=True)
    built.register_structure_hook(date, _structure_date)
    built.register_structure_hook(str, _structure_text)
    for kind in (bool, int, float):
        built.register_structure_hook(kind, _structure_number)
    built.register_structure_hook_factory(lambda kind: getattr(kind, "__origin__", None) is tuple, _structure_list)
    built.register_structure_hook_factory(attrs.has, structure_table)
    built.register_structure_hook_func(_has_rule, _structure_with_rule)
    return built


converter = _make_converter()

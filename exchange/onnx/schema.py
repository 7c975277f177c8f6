"""What onnx says of an operator in an operator set: its attributes, how many operands it takes, and of which types."""

from collections.abc import Sequence as Items
from functools import lru_cache
from typing import Any

from constructions.model.errors import BadInput, shown
from constructions.model.nouns import count_of

_TYPES = {"float32": "float", "float64": "double"}
"""Types of elements whose names in onnx are not those of numpy."""

_ATTRIBUTES = {
    1: "a number",
    2: "an integer",
    3: "text",
    4: "a tensor",
    5: "a graph",
    6: "numbers",
    7: "integers",
    8: "texts",
}
"""What an attribute may be, as ``onnx.AttributeProto`` numbers it, in words."""


class NoModel(BadInput):
    """A graph breaks a rule of an operator that it names: nobody can run it.

    >>> issubclass(NoModel, BadInput)
    True
    """


@lru_cache(maxsize=1024)
def schema_of(operator: str, version: int, domain: str = "") -> Any:
    """Return what onnx knows of an operator in an operator set; None if there is no such operator in it.

    >>> schema_of("Clip", 10).since_version, schema_of("Upsample", 13) is None
    (6, True)
    """
    import onnx.defs

    try:
        found = onnx.defs.get_schema(operator, version, domain)
    except onnx.defs.SchemaError:
        return None
    return None if found.deprecated else found


def check_attributes(schema: Any, attributes: dict[str, Any], place: str) -> None:
    """Refuse attributes that are not those of the operator in this operator set.

    Args:
        schema: of the operator.
        attributes: the attributes as the file has them, by name.
        place: what the message begins with.

    Raises:
        NoModel: if one is not known, is of another type, or one that must be there is missing.
    """
    known = schema.attributes
    for name, attribute in attributes.items():
        if name not in known:
            raise NoModel(
                f"{place}: {schema.name} of operator set {schema.since_version} has no attribute {shown(name)}"
            )
        wanted = known[name].type.value
        if attribute.type != wanted:
            raise NoModel(f"{place}: attribute {shown(name)} must be {_ATTRIBUTES.get(wanted, 'of another type')}")
    for name, attribute in known.items():
        if attribute.required and name not in attributes:
            raise NoModel(f"{place}: the attribute {shown(name)} is missing")


def check_operands(schema: Any, kinds: Items[str | None], results: int, place: str) -> None:
    """Refuse operands that the operator does not take in this operator set.

    Args:
        schema: of the operator.
        kinds: the type of each operand as numpy names it, None where it is left out.
        results: how many results are named.
        place: what the message begins with.

    Raises:
        NoModel: if they are too few or too many, of a type that the operator does not take, or of two types where
            the operator wants one.
    """
    _check_count(len(kinds), schema.min_input, schema.max_input, "operand", place)
    _check_count(results, schema.min_output, schema.max_output, "result", place)
    found: dict[str, str] = {}
    for number, kind in enumerate(kinds):
        given = schema.inputs[min(number, len(schema.inputs) - 1)]
        if kind is None:  # left out; who needs it asks for it
            continue
        types = _types(schema.name, schema.since_version, schema.domain, min(number, len(schema.inputs) - 1))
        if f"tensor({_TYPES.get(kind, kind)})" not in types:
            raise NoModel(
                f"{place}: {schema.name} of operator set {schema.since_version} takes no {kind} as operand {number}"
            )
        if given.option.name == "Variadic" and not given.is_homogeneous:
            continue
        if found.setdefault(given.type_str, kind) != kind:
            raise NoModel(f"{place}: its operands must be of one type, not {found[given.type_str]} and {kind}")


@lru_cache(maxsize=4096)
def _types(name: str, version: int, domain: str, number: int) -> frozenset[str]:
    return frozenset(schema_of(name, version, domain).inputs[number].types)


def _check_count(given: int, least: int, most: int, noun: str, place: str) -> None:
    if least <= given <= most:
        return
    bounds = f"at least {least}" if given < least else f"at most {most}"
    raise NoModel(f"{place}: it has {count_of(given, noun)}, and must have {bounds}")

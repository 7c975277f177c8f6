"""The page docs/reference/onnx.md: the operators of ONNX that are read; ``python -m guide.pages.onnx_page``."""

from exchange.onnx.model import CLASSIC, NEWEST, NEWEST_CLASSIC, OLDEST
from exchange.onnx.node import Operator
from exchange.onnx.operators.table import OPERATORS, REFUSED


def page() -> str:
    """Return the page as Markdown.

    Raises:
        ImportError: if onnx is not installed: it says in which operator sets an operator changed.
    """
    lines = [
        "# ONNX: the operators that are read",
        "",
        "Made by `python -m guide.pages.onnx_page > docs/reference/onnx.md`; a test holds it to the code, and each",
        "operator is compared with onnxruntime and with onnx's reference evaluator over its attributes; the few models",
        "that this evaluator does not run, or computes otherwise than the standard says, are marked in the tests. An",
        "attribute may be held to the values that have one exact meaning: the message at another one names it.",
        "",
        f"Operator sets {OLDEST} to {NEWEST} of the main domain are read, and 1 to {NEWEST_CLASSIC} of `{CLASSIC}`.",
        "The batch is 1. Whatever depends on constants alone is computed exactly, and rounded only where the graph",
        "says `Cast`: where an operator wants a constant, it may be computed in the graph. Local functions are read",
        "where they are called. A node is held to what the standard says of it: attributes, operands, types.",
        "",
        "Integers are never rounded and never wrap around: what could is refused. Weights of 16 bits are the numbers",
        "that they are. A node is refused in one line that names it, says why, and names a value before it at which",
        "the network can be cut (`--output-name`).",
        "",
        "Of a model with several outputs the one that is a value is taken. A classifier is cut before its",
        "probabilities (Softmax, Sigmoid, Normalizer, ZipMap, a `post_transform`), or after the ArgMax that finds its",
        "label; one logit becomes two classes, 0 and z. `memocert read` says so. It is cut only where each row keeps",
        "its largest number: not before a Softmax along another axis, a Normalizer by the largest number, a cast to",
        "integers, `SOFTMAX_ZERO` or `PROBIT`.",
        "",
        "Several inputs, such as one for each column, are taken side by side in the order of the graph; where each is",
        "one number, their names are those of columns. One input has the names that the metadata have under",
        "`feature_names` or `columns`. Inputs may be integers; text is refused. A batch of a fixed size is read as it",
        "is, or with `--one-row` for one row, if of two rows each is answered as it is alone.",
        "",
        "## Read",
        "",
        "| operator | sets that changed it | the network | attributes |",
        "|---|---|---|---|",
        *[_row(name, operator) for name, operator in OPERATORS.items()],
        "",
        "## Refused, with a reason",
        "",
        "Any other operator is refused by its name.",
        "",
        "| operator | why |",
        "|---|---|",
        *[f"| `{name}` | {why} |" for name, why in sorted(REFUSED.items())],
        "",
    ]
    return "\n".join(lines)


def _row(name: str, operator: Operator) -> str:
    said = " ".join((operator.run.__doc__ or "").partition("\n\n")[0].split()).removeprefix("Return ")
    said = f"{said[:1].upper()}{said[1:]}".replace("``", "`").replace("|", "\\|")
    attributes = ", ".join([f"`{attribute}`" for attribute in sorted(operator.attributes)])
    return f"| `{name}` | {', '.join(map(str, _sets(name)))} | {said} | {attributes} |"


def _sets(name: str) -> list[int]:
    """Return the operator sets from the oldest that is read on in which the operator changed."""
    import onnx.defs

    domain, _, kind = name.rpartition(".")
    found = sorted(
        [
            int(schema.since_version)
            for schema in onnx.defs.get_all_schemas_with_history()
            if (schema.domain, schema.name) == (domain, kind) and not schema.deprecated
        ]
    )
    oldest = max([version for version in found if version <= (1 if domain else OLDEST)], default=found[0])
    return [version for version in found if oldest <= version <= (NEWEST_CLASSIC if domain else NEWEST)]


if __name__ == "__main__":
    print(page(), end="")

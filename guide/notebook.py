"""What a notebook shows of networks, claims and verdicts: a small card, its text escaped, its pictures inline."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from constructions.model.cost import size_of, structural_worst
from constructions.model.errors import BadInput
from constructions.model.names import printable
from constructions.model.network import Network, Node
from constructions.model.nouns import count_of
from constructions.model.rational import long_integers
from guide.drawing.svg import STYLE, element
from guide.drawing.tree_layout import network_picture
from verify.claims.shared.base import Claim
from verify.verdict import Proved, ProvedBySolver, Refuted, Unknown
from verify.words import point_text

MARKS = {"proved": "✓", "proved by solver only": "○", "refuted": "✗", "unknown": "?", "claim": "§"}
"""Signs that differ in shape."""

_LOOK = (
    "border-left: 4px {line} var(--c{tone}); padding: .3em .8em; margin: .4em 0; "
    "color: var(--ink); background: var(--paper); overflow-x: auto"
)
_LINES = {
    "proved": ("solid", 2),
    "proved by solver only": ("dashed", 1),
    "refuted": ("double", 4),
    "unknown": ("dotted", 5),
}


def register(shell: Any) -> None:
    """Let an IPython shell show networks, claims and verdicts by their cards."""
    formatter = shell.display_formatter.formatters["text/html"]
    for kind in (Node, Claim, Proved, ProvedBySolver, Refuted, Unknown):
        formatter.for_type(kind, html)


@long_integers()
def html(value: Any) -> str:
    """Return a network, a claim or a verdict as HTML.

    Raises:
        TypeError: if it is something else.

    >>> "? unknown" in html(Unknown("no time"))
    True
    """
    match value:
        case Node():
            return network_html(value)  # type: ignore[arg-type]
        case Claim():
            return card("claim", value.sentence())
        case Proved():
            agreed = [f"{', '.join(value.solvers)} agrees"] if value.solvers else [value.silent] * bool(value.silent)
            return card("proved", value.sentence, [f"accepted by the checker: {value.certificate}", *agreed])
        case ProvedBySolver():
            says = f"{', '.join(value.solvers)} says so"
            return card("proved by solver only", says, [f"a hole; replay {value.file}"])
        case Refuted():
            where = "in its attribute point"
            return card("refuted", value.reason, [f"the input: {point_text(value.point, exactly=where)}"])
        case Unknown():
            return card("unknown", value.reason)
        case _:
            raise TypeError(f"a network, a claim or a verdict is shown, not {type(value).__name__}")


def card(kind: str, sentence: str, details: Iterable[str] = ()) -> str:
    """Return a claim or a verdict as HTML: a sign and a word, the sentence, and further lines.

    >>> "✗ refuted" in card("refuted", "at 1 the network gives <0>"), "&lt;0&gt;" in card("refuted", "gives <0>")
    (True, True)
    """
    line, tone = _LINES.get(kind, ("solid", 0))
    parts = [
        element("style", STYLE),
        element("div", element("strong", f"{MARKS.get(kind, '')} {kind}".strip())),
        element("div", printable(sentence, 2_000)),
        *[element("div", element("small", printable(text, 1_000))) for text in details],
    ]
    return str(element("div", Markup("").join(parts), class_="memocert", style=_LOOK.format(line=line, tone=tone)))


def network_html(network: Network) -> str:
    """Return a network as HTML: its sizes in a sentence, and its picture, large parts folded.

    >>> from constructions.model.network import Relu
    >>> "at most 2 operations on any input" in network_html(Relu(2))
    True
    """
    kind = type(network).__name__
    try:
        size, worst = size_of(network), structural_worst(network)
    except BadInput as error:
        return card(f"{kind}, {network.input_width} to {network.output_width}", str(error))
    sizes = (size.gates, "gate"), (size.neurons, "neuron"), (size.parameters, "stored parameter")
    counts = ", ".join([count_of(count, what) for count, what in sizes])
    most = f"{count_of(worst.total, 'operation')} on any input, {worst.comparisons:,} of them comparisons"
    text = f"{counts}; at most {most}"
    title = f"network, {network.input_width} to {network.output_width}"
    parts = [
        element("style", STYLE),
        element("div", element("strong", title)),
        element("div", text),
        network_picture(network),
    ]
    look = _LOOK.format(line="solid", tone=0)
    return str(element("div", Markup("").join(parts), class_="memocert", style=look))

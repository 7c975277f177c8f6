"""SVG and HTML elements whose text is always escaped, and the one style sheet of all pictures."""

from fractions import Fraction

from markupsafe import Markup

from constructions.model.names import printable
from constructions.model.rational import about, decimal_text

DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "5 2 1 2 1 2")
"""How lines differ, so that colour is never the only difference."""

NARROW = 330
"""Pictures are made smaller on a narrow screen, down to so many pixels; what is wider scrolls."""

MARKS = ("circle", "square", "triangle", "diamond", "cross", "flipped")
"""How points differ, for the same reason."""

_LIGHT = "--soft: #59636e; --rule: #c3cad2; --fill: #eef2f6; "
_LIGHT += "--c0: #0b5cad; --c1: #b34700; --c2: #2e7032; --c3: #8a2be2; --c4: #a01050; --c5: #6b5900;"
_DARK = "--soft: #a3adb8; --rule: #48515b; --fill: #23292f; "
_DARK += "--c0: #79b8ff; --c1: #ffab70; --c2: #85d996; --c3: #cfa8ff; --c4: #ff9cc2; --c5: #e0cc6a;"

STYLE = Markup(f"""
.memocert {{ --ink: var(--jp-ui-font-color1, #1b1f24); --paper: var(--jp-layout-color0, #ffffff); {_LIGHT}
  color: var(--ink); }}
@media screen and (prefers-color-scheme: dark) {{
  .memocert {{ --ink: var(--jp-ui-font-color1, #e6e9ed); --paper: var(--jp-layout-color0, #14171a); {_DARK} }}
}}
""") + Markup("""
.memocert svg { max-width: 100%; height: auto; display: block; }
.memocert .whole { position: relative; } .memocert .here { position: absolute; top: 0; width: 1px; height: 1px; }
.memocert svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
.memocert svg .soft { fill: var(--soft); font-size: 11px; }
.memocert svg text.soft { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.memocert svg .box { fill: var(--fill); stroke: var(--ink); stroke-width: 1.2; }
.memocert svg .gate { fill: var(--paper); stroke: var(--c0); stroke-width: 1.8; }
.memocert svg .folded { fill: var(--fill); stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 4 3; }
.memocert svg .way { fill: none; stroke: var(--ink); }
.memocert svg .unused { stroke: var(--soft); stroke-dasharray: 3 4; }
.memocert svg .axis, .memocert svg .tick { stroke: var(--rule); stroke-width: 1; fill: none; }
.memocert svg .bar { fill: var(--c0); }
.memocert svg .curve { fill: none; stroke-width: 2; }
.memocert svg .guide { fill: none; stroke: var(--soft); stroke-width: 1.2; }
.memocert svg .region { stroke: var(--ink); stroke-width: .8; fill: var(--fill); }
.memocert svg .border { stroke: var(--ink); stroke-width: 2.4; fill: none; }
.memocert svg .ring { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
.memocert svg .strong { font-weight: 600; }
.memocert svg .dot { stroke: var(--paper); stroke-width: .7; }
""")
for _tone in range(6):
    STYLE += Markup(".memocert svg .s{0} {{ stroke: var(--c{0}); }}\n").format(_tone)
    STYLE += Markup(".memocert svg .f{0} {{ fill: var(--c{0}); }}\n").format(_tone)
STYLE += Markup(".memocert svg .tinted { fill-opacity: .22; }\n")
"""Everything that a picture looks like, on screens light and dark; print is always light."""


def decimal(value: Fraction | int) -> str:
    """Return a number with two decimals, rounded exactly; for places in a picture, where a hundredth does not show.

    >>> decimal(Fraction(1, 3)), decimal(Fraction(-1, 200)), decimal(7), decimal(Fraction(-5, 2))
    ('0.33', '0', '7', '-2.5')
    """
    hundredths = round(value * 100)
    sign = "-" if hundredths < 0 else ""
    whole, part = divmod(abs(hundredths), 100)
    return f"{sign}{whole}" + (f".{part:02}".rstrip("0") if part else "")


def brief(value: Fraction) -> str:
    """Return a number in a few signs: exactly if it is short, else four digits, or its power of 2, behind a tilde.

    >>> brief(Fraction(99, 2)), brief(Fraction(-7, 3)), brief(Fraction(100000, 30007)), brief(Fraction(-(10**9000), 7))
    ('49.5', '-7/3', '~3.333', '~-2^29894')
    """
    if abs(value) >= 10**7:
        power = (abs(value.numerator) // value.denominator).bit_length() - 1
        return f"{'' if abs(value) == 1 << power else '~'}{'-' if value < 0 else ''}2^{power}"
    for exact in (decimal_text(value), str(value)) if value.denominator < 10**7 else ():
        if len(exact) <= (7 if "/" in exact else 9):
            return exact
    return about(value, abs(value) / 10)


def element(name: str, content: object = "", **attributes: object) -> Markup:
    """Return an element; ``_`` in an attribute's name stands for ``-``, a trailing one is dropped.

    Content and attributes are escaped, unless the content is ``Markup`` already.

    >>> element("text", "<b>", class_="soft", stroke_width=2)
    Markup('<text class="soft" stroke-width="2">&lt;b&gt;</text>')
    """
    written = Markup("").join(
        [
            Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _spelled(item))
            for key, item in attributes.items()
        ]
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, content)


def picture(
    width: Fraction | int, height: Fraction | int, title: str, parts: list[Markup], narrow: int = NARROW
) -> Markup:
    """Return a whole picture with a title that screen readers speak; it is never shown narrower than ``narrow``."""
    return element(
        "svg",
        element("title", printable(title)) + Markup("").join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {decimal(width)} {decimal(height)}",
        width=width,
        height=height,
        style=f"min-width: {decimal(min(width, narrow))}px",
        role="img",
    )


def words(x: Fraction | int, y: Fraction | int, text: str, anchor: str = "middle", kind: str = "") -> Markup:
    """Return a line of text at a place."""
    return element("text", printable(text), x=x, y=y, text_anchor=anchor, class_=kind)


def line(x1: Fraction | int, y1: Fraction | int, x2: Fraction | int, y2: Fraction | int, kind: str) -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def places(points: list[tuple[Fraction | int, Fraction | int]]) -> str:
    """Return points as polygons and broken lines have them.

    >>> places([(1, Fraction(1, 2)), (0, 0)])
    '1,0.5 0,0'
    """
    return " ".join([f"{decimal(x)},{decimal(y)}" for x, y in points])


def mark(x: Fraction | int, y: Fraction | int, number: int, size: int = 4) -> Markup:
    """Return the sign of the label with this number: its shape differs from its neighbours', and so does its colour."""
    kind, tone = MARKS[number % len(MARKS)], f"dot f{number % 6}"
    if kind == "circle":
        return element("circle", cx=x, cy=y, r=size, class_=tone)
    corners: dict[str, list[tuple[int, int]]] = {
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "triangle": [(0, -1), (1, 1), (-1, 1)],
        "flipped": [(-1, -1), (1, -1), (0, 1)],
        "diamond": [(0, -1), (1, 0), (0, 1), (-1, 0)],
    }
    if kind == "cross":
        return Markup("").join([_bar(x, y, Fraction(size, 3), size, tone), _bar(x, y, size, Fraction(size, 3), tone)])
    return element("polygon", points=places([(x + size * a, y + size * b) for a, b in corners[kind]]), class_=tone)


def _bar(x: Fraction | int, y: Fraction | int, half: Fraction | int, tall: Fraction | int, tone: str) -> Markup:
    return element("rect", x=x - half, y=y - tall, width=2 * half, height=2 * tall, class_=tone)


def _spelled(value: object) -> str:
    return decimal(value) if isinstance(value, Fraction | int) else str(value)

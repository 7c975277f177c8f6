"""Theorems for every n by induction: base and step are obligations for solvers, sub-networks plain functions."""

from collections.abc import Iterator
from dataclasses import dataclass

from verify.solvers.cvc5_backend import replay
from verify.solvers.z3_backend import Session


@dataclass(frozen=True, slots=True)
class Obligation:
    """A step of a proof: premises that imply a conclusion, whatever the unknowns are.

    Attributes:
        title: what it shows.
        logic: the SMT-LIB logic.
        unknowns: declarations: a name for each real (``x``), integer (``n Int``) or function (``f Real``).
        premises, conclusion: formulas in SMT-LIB.
    """

    title: str
    logic: str
    unknowns: str
    premises: tuple[str, ...]
    conclusion: str

    @property
    def script(self) -> str:
        """The negation as an SMT-LIB script: unsat if the premises imply the conclusion.

        >>> print(Obligation("less", "QF_LRA", "x, y", ("(< x y)",), "(not (= x y))").script, end="")
        ; less
        (set-logic QF_LRA)
        (declare-fun x () Real)
        (declare-fun y () Real)
        (assert (< x y))
        (assert (not (not (= x y))))
        (check-sat)
        """
        lines = [f"; {self.title}", f"(set-logic {self.logic})"]
        for declared in self.unknowns.split(", "):
            name, *rest = declared.split()
            sort = rest[-1] if rest else "Real"
            of = f"({sort})" if rest[:1] == ["of"] else "()"
            lines.append(f"(declare-fun {name} {of} {sort})")
        lines += [f"(assert {premise})" for premise in self.premises]
        return "\n".join([*lines, f"(assert (not {self.conclusion}))", "(check-sat)", ""])


@dataclass(frozen=True, slots=True)
class Theorem:
    """A statement for every n, and the obligations of its induction.

    Attributes:
        name: the memorizer that it is about.
        statement: what holds for every n.
        induction: on what, and what is assumed of the smaller case.
        theory: where the theory proves it by hand.
        obligations: base and step.
    """

    name: str
    statement: str
    induction: str
    theory: str
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class Discharged:
    """What solvers say of a theorem: whether each answers unsat to every obligation; None if cvc5 was not asked."""

    theorem: Theorem
    z3: bool
    cvc5: bool | None

    @property
    def verdict(self) -> str:
        """The verdict in words; a solver alone is a named hole."""
        if not self.z3:
            return "not proved"
        return "proved by two solvers" if self.cvc5 else "proved by solver"


def discharge(theorem: Theorem, also: bool, seconds: float = 20.0) -> Discharged:
    """Ask Z3, and cvc5 if ``also``, for every obligation of a theorem.

    Raises:
        BadInput: if cvc5 is asked and not installed.

    >>> discharge(THEOREMS[0], also=False).verdict
    'proved by solver'
    """
    scripts = [obligation.script for obligation in theorem.obligations]
    z3 = all([Session().run(script, seconds) == ["unsat"] for script in scripts])
    return Discharged(theorem, z3, all([replay(script, seconds) == ["unsat"] for script in scripts]) if also else None)


def _half(name: str) -> str:
    """Return the value of a sub-network on x, as the induction assumes it: that of the labels."""
    return f"(= ({name} x) (y x))"


_GATE = ("(< a b)", "(= (* 2 t) (+ a b))")  # a: the last point on the left, b: the first one on the right

SEARCH_TREE = Theorem(
    "search-tree-constant",
    "every data set of n points on a line is memorized by the balanced search tree over it",
    "on n: both halves memorize their points; a gate with its threshold in the middle of the gap joins them",
    "Theorem 4",
    (
        Obligation(
            "base: a constant leaf gives the label of its point",
            "QF_UFLRA",
            "x, z, y of Real",
            ("(= x z)",),
            "(= (y z) (y x))",
        ),
        Obligation(
            "step: a point of the left half goes below, and its label comes from there",
            "QF_UFLRA",
            "x, a, b, t, y of Real, below of Real, above of Real",
            (*_GATE, "(<= x a)", _half("below")),
            "(= (ite (>= x t) (above x) (below x)) (y x))",
        ),
        Obligation(
            "step: a point of the right half goes above, and its label comes from there",
            "QF_UFLRA",
            "x, a, b, t, y of Real, below of Real, above of Real",
            (*_GATE, "(>= x b)", _half("above")),
            "(= (ite (>= x t) (above x) (below x)) (y x))",
        ),
    ),
)

AFFINE_LEAF = Theorem(
    "search-tree-affine",
    "the same with affine leaves: one leaf memorizes two neighbours",
    "on the number of leaves; the step is that of constant leaves",
    "Theorem 4",
    tuple(
        [
            Obligation(
                f"base: the line through two points gives the label of the {which} one",
                "QF_NRA",
                "z1, z2, y1, y2, slope, offset",
                ("(< z1 z2)", "(= (* slope (- z2 z1)) (- y2 y1))", "(= offset (- y1 (* slope z1)))"),
                f"(= (+ (* slope z{number}) offset) y{number})",
            )
            for number, which in ((1, "first"), (2, "second"))
        ]
    ),
)

COMPARISONS = Theorem(
    "search-tree-constant",
    "a balanced tree over n leaves makes at most k comparisons where n <= 2^k: at most ceil(log2 n)",
    "on k: trees over at most 2^(k-1) leaves make at most k - 1 comparisons; P stands for 2^(k-1)",
    "Theorem 4",
    (
        Obligation(
            "base: one leaf makes no comparison, k = 0", "QF_LIA", "n Int, c Int", ("(= n 1)", "(= c 0)"), "(<= c 0)"
        ),
        Obligation(
            "step: both halves have at most 2^(k-1) leaves, and a gate adds one comparison",
            "QF_UFLIA",
            "n Int, low Int, high Int, k Int, P Int, cost of Int",
            (
                "(<= 2 n)",
                "(<= n (* 2 P))",
                "(= n (+ low high))",  # low and high: n/2 rounded down and up
                "(<= low high)",
                "(<= high (+ low 1))",
                "(=> (<= low P) (<= (cost low) (- k 1)))",
                "(=> (<= high P) (<= (cost high) (- k 1)))",
                "(= (cost n) (+ 1 (ite (>= (cost low) (cost high)) (cost low) (cost high))))",
            ),
            "(<= (cost n) k)",
        ),
    ),
)

_BEND = (
    "(< z w)",  # z: the last point so far, w: the next one
    "(= (* c (- w z)) (- (- v u) (* s (- w z))))",  # u, v: their labels, s: the last slope, c: the change of slope
)

INTERPOLATION = Theorem(
    "interpolation",
    "one ReLU for each point but the last interpolates every data set on a line",
    "on n: f takes the labels at the points up to z and is u + s (x - z) at all x >= z; g(x) = f(x) + c relu(x - z)",
    "Theorem 7",
    (
        Obligation(
            "base: a constant gives the label of one point, slope 0", "QF_LRA", "y1, f1", ("(= f1 y1)",), "(= f1 y1)"
        ),
        Obligation(
            "step: nothing changes at the points so far",
            "QF_UFNRA",
            "x, z, w, u, v, s, c, f of Real",
            (*_BEND, "(<= x z)"),
            "(= (+ (f x) (* c (ite (>= (- x z) 0) (- x z) 0))) (f x))",
        ),
        Obligation(
            "step: the next point gets its label",
            "QF_UFNRA",
            "z, w, u, v, s, c, f of Real",
            (*_BEND, "(= (f w) (+ u (* s (- w z))))"),
            "(= (+ (f w) (* c (ite (>= (- w z) 0) (- w z) 0))) v)",
        ),
        Obligation(
            "step: right of it the function is a line through it",
            "QF_UFNRA",
            "x, z, w, u, v, s, c, f of Real",
            (*_BEND, "(>= x w)", "(= (f x) (+ u (* s (- x z))))"),
            "(= (+ (f x) (* c (ite (>= (- x z) 0) (- x z) 0))) (+ v (* (+ s c) (- x w))))",
        ),
        Obligation(
            "step: one unit more",
            "QF_LIA",
            "n Int, units Int, more Int",
            ("(= units (- n 1))", "(= more (+ units 1))"),
            "(= more (- (+ n 1) 1))",
        ),
    ),
)


def _turn(title: str, sign: str, premises: tuple[str, ...], at: str, conclusion: str) -> Obligation:
    """Return an obligation about h = max(f, l) = l + relu(f - l) (sign 1) or min(f, l) = l - relu(l - f) (sign -1)."""
    up = sign == "1"
    inner = f"(- {at} line)" if up else f"(- line {at})"
    outer = f"({'+' if up else '-'} line (ite (>= {inner} 0) {inner} 0))"
    return Obligation(
        title,
        "QF_NRA",
        "x, z, w, v, s, t, f, m, line",
        (*premises, "(= line (+ v (* t (- x w))))"),
        conclusion.replace("h", outer),
    )


_UP = ("(< z w)", "(>= t s)", "(>= t 0)", "(>= (* t (- w z)) (- v m))")  # v, t: label and slope of the new line at w
_DOWN = ("(< z w)", "(<= t s)", "(<= t 0)", "(<= (* t (- w z)) (- v m))")  # m: least or largest label so far

WIDTH_TWO = Theorem(
    "width-two",
    "a string of maxima and minima of lines takes all labels at n points, n >= 2; each is a line and one ReLU",
    "on n: f takes the labels at the points up to z and is a line of slope s right of z; the next point is w",
    "Theorem 17",
    (
        Obligation(
            "base: the line through the second of two points takes the label of the first",
            "QF_NRA",
            "z, w, u, v, s",
            ("(< z w)", "(= (* s (- w z)) (- v u))"),
            "(= (+ v (* s (- z w))) u)",
        ),
        *[
            Obligation(
                f"step {way}: there is such a slope t, the {which} of s, 0 and q",
                "QF_NRA",
                "z, w, v, m, s, q, r, t",
                (
                    "(< z w)",
                    "(= (* q (- w z)) (- v m))",
                    f"(= r (ite ({at_least} s 0) s 0))",
                    f"(= t (ite ({at_least} r q) r q))",
                ),
                f"(and {' '.join(premises[1:])})",
            )
            for way, which, at_least, premises in (("up", "largest", ">=", _UP), ("down", "smallest", "<=", _DOWN))
        ],
        _turn("step up: nothing changes at the points so far", "1", (*_UP, "(<= x z)", "(>= f m)"), "f", "(= h f)"),
        _turn(
            "step up: at the next point and right of it the new line holds",
            "1",
            (*_UP, "(>= x w)", "(<= f (+ v (* s (- x w))))"),
            "f",
            "(= h line)",
        ),
        _turn(
            "step down: nothing changes at the points so far", "-1", (*_DOWN, "(<= x z)", "(<= f m)"), "f", "(= h f)"
        ),
        _turn(
            "step down: at the next point and right of it the new line holds",
            "-1",
            (*_DOWN, "(>= x w)", "(>= f (+ v (* s (- x w))))"),
            "f",
            "(= h line)",
        ),
    ),
)

_NODE = (
    "(< a z)",  # a: the offset of the node, z: its last left point, w: its first right point, v: its value at x
    "(< z w)",
    "(= (* K (- w z)) (- w a))",
    "(= right (ite (>= (- v (- z a)) 0) (- v (- z a)) 0))",
    "(= left (ite (>= (- v (* K right)) 0) (- v (* K right)) 0))",
)

ACTIVE_TREE = Theorem(
    "active-tree",
    "every node of the tree is x - a > 0 at its own points and 0 at all others",
    "on the depth: the value v of a node is x - a at its points and 0 at others; so are those of its children",
    "Theorem 18",
    (
        Obligation(
            "base: the root is x - a > 0 at all points, the first of them a + 1",
            "QF_LRA",
            "x, z, a, root",
            ("(= a (- z 1))", "(>= x z)", "(= root (ite (>= (- x a) 0) (- x a) 0))"),
            "(and (= root (- x a)) (> root 0))",
        ),
        Obligation(
            "step, a point of the left half: the left child is x - a, the right one 0",
            "QF_NRA",
            "x, a, z, w, v, K, left, right",
            (*_NODE, "(< a x)", "(<= x z)", "(= v (- x a))"),
            "(and (= left (- x a)) (= right 0))",
        ),
        Obligation(
            "step, a point of the right half: the right child is x - z > 0, the left one 0",
            "QF_NRA",
            "x, a, z, w, v, K, left, right",
            (*_NODE, "(>= x w)", "(= v (- x a))"),
            "(and (= left 0) (= right (- x z)) (> right 0))",
        ),
        Obligation(
            "step, any other point: both children are 0",
            "QF_NRA",
            "x, a, z, w, v, K, left, right",
            (*_NODE, "(= v 0)"),
            "(and (= left 0) (= right 0))",
        ),
    ),
)

THEOREMS = (SEARCH_TREE, AFFINE_LEAF, COMPARISONS, INTERPOLATION, WIDTH_TWO, ACTIVE_TREE)
"""What is proved for every n by base and step."""


def discharge_all(also: bool, seconds: float = 20.0) -> Iterator[Discharged]:
    """Yield what the solvers say of every theorem; raises what ``discharge`` raises."""
    for theorem in THEOREMS:
        yield discharge(theorem, also, seconds)

"""Small networks, data and claims drawn with a fixed seed, near the border between true and false."""

import json
from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from brute import (
    CONSTANT_LEAVES,
    counted,
    follow,
    inputs_of,
    least_operations,
    least_tests,
    least_units,
    run,
    variables,
)
from instances import (
    Instance,
    Nodes,
    about,
    affine_deep,
    apart,
    at_most,
    averaging,
    constant_needed,
    deep,
    hiding,
    holds,
    near,
    needed,
    of_one_class,
    on_balls,
    operating,
    paths,
    same,
    within,
)

NUMBERS = ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "3/2", "1/3")


class Draw:
    """Draws small networks, data and claims that are near the border between true and false."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def number(self) -> str:
        return self.random.choice(NUMBERS)

    def row(self, width: int) -> list[Any]:
        weights = [self.number() for _ in range(width)]
        return [part for place, weight in enumerate(weights) if weight != "0" for part in (place, weight)]

    def nodes(self, inputs: int, outputs: int, depth: int) -> Nodes:
        """Return a network with so many layers of gates at most."""
        nodes: Nodes = []
        self.node(nodes, inputs, outputs, depth)
        return nodes

    def node(self, nodes: Nodes, inputs: int, outputs: int, depth: int) -> int:
        kind = self.random.choice(("branch", "relu", "step", "concatenate", "sequence")) if depth else "affine"
        if kind == "branch":
            below, above = [self.node(nodes, inputs, outputs, depth - 1) for _ in range(2)]
            node = ["branch", inputs, self.row(inputs), self.number(), below, above]
        elif kind in ("relu", "step"):
            first = self.node(nodes, inputs, 2, 0)
            nodes.append([kind, 2])
            middle = len(nodes) - 1
            node = ["sequence", [first, middle, self.node(nodes, 2, outputs, depth - 1)]]
        elif kind == "concatenate" and outputs > 1:
            node = ["concatenate", [self.node(nodes, inputs, 1, depth - 1) for _ in range(outputs)]]
        elif kind == "sequence":
            node = ["sequence", [self.node(nodes, inputs, 1, depth - 1), self.node(nodes, 1, outputs, depth - 1)]]
        else:
            node = [
                "affine",
                inputs,
                [self.row(inputs) for _ in range(outputs)],
                [self.number() for _ in range(outputs)],
            ]
        nodes.append(node)
        return len(nodes) - 1

    def domain(self, inputs: int) -> list[Any]:
        if self.random.random() < 0.3:
            return []
        return [
            [[place, "1"], relation, bound]
            for place in range(inputs)
            for relation, bound in (
                (self.random.choice((">=", ">", "=")), "-1"),
                (self.random.choice(("<=", "<")), "1"),
            )
            if self.random.random() < 0.8
        ]

    def points(self, inputs: int, count: int) -> list[list[str]]:
        found: list[list[str]] = []
        while len(found) < count:
            point = [self.number() for _ in range(inputs)]
            if point not in found:
                found.append(point)
        return found

    def claims(self, kind: str, true: bool, count: int) -> list[Instance]:
        """Return so many claims of a kind that are true, or that are false, as brute force says."""
        found: list[Instance] = []
        while len(found) < count:
            instance = self.claim(kind)
            if holds(instance) == true:
                found.append(instance)
        return found

    def claim(self, kind: str) -> Instance:
        """Return a claim of a kind, true or false."""
        draw, inputs = self.random, self.random.choice((1, 1, 2))
        if kind == "units needed":
            rows = [[point, [draw.choice("012")], 1] for point in self.points(1, draw.choice((4, 5)))]
            return hiding({"classes": None, "rows": rows}, max(1, least_units(rows) + draw.choice((0, 1))))
        if kind.startswith("mean"):
            counts = [draw.choice((1, 1, 2, 5)) for _ in range(4)]
            rows = [[x, [draw.choice("012")], count] for x, count in zip(self.points(inputs, 4), counts, strict=True)]
            total = least_tests(rows, "depth" in kind, kind.endswith(CONSTANT_LEAVES), True)
            mean = Fraction(max(1, total + draw.choice((0, 1))), sum(counts))
            return averaging({"classes": None, "rows": rows}, kind, str(mean))
        if kind == "operations needed":
            rows = [[point, [draw.choice(("0", "1", *point))], 1] for point in self.points(1, draw.choice((4, 5)))]
            number = min(max(1, least_operations(rows) + draw.choice((0, 1))), 2 if len(rows) < 5 else 3)
            return operating({"classes": None, "rows": rows}, number)
        if " needed" in kind:
            rows = [[point, [draw.choice("012")], 1] for point in self.points(inputs, draw.choice((4, 5)))]
            constant = kind.endswith(CONSTANT_LEAVES)
            number = max(1, least_tests(rows, kind[0] == "d", constant) + draw.choice((0, 1)))
            data: dict[str, Any] = {"classes": None, "rows": rows}
            made = (constant_needed if constant else needed) if kind[0] == "c" else (deep if constant else affine_deep)
            return made(data, number)
        outputs = 2 if "class" in kind else draw.choice((1, 1, 2))
        two = "equivalent" in kind or "same" in kind or "tolerance" in kind
        nodes = self.nodes(inputs, outputs, 1 if two else draw.choice((1, 2)))
        if kind in ("output within", "avoids", "operations at most", "paths"):
            return self.on_domain(kind, nodes)
        if kind == "equivalent":
            return same(nodes, self.neighbour(nodes), self.domain(inputs))
        if kind == "within tolerance":
            return near(nodes, self.neighbour(nodes), draw.choice(("0", "1/2", "1")), self.domain(inputs))
        data = self.data(kind, nodes, inputs, outputs)
        keys: dict[str, Any] = {}
        if kind == "same class on balls":
            radii = [self.radius(("all", "closed", "closed", "open")) for _ in data["rows"]]
            return of_one_class(nodes, self.neighbour(nodes), data, radii)
        if "robustly" in kind or "balls" in kind:
            keys["radius"] = draw.choice(("1/3", "1/2", "1"))
        if "radii" in kind:
            keys["radii"] = [self.radius() for _ in data["rows"]]
        if "balls" in kind:
            return on_balls(nodes, self.neighbour(nodes), data, keys["radius"])
        return about(kind, nodes, data, keys)

    def radius(self, kinds: Sequence[str] = ("all", "wrong", "closed", "closed", "closed", "open")) -> list[Any]:
        kind = self.random.choice(kinds)
        if kind in ("all", "wrong"):
            return [kind]
        least = self.random.choice(("0", "1/3", "1/2") if kind == "closed" else ("1/3", "1/2"))
        return [kind, least, self.random.choice((None, "1/2", "1", "2"))]

    def data(self, kind: str, nodes: Nodes, inputs: int, outputs: int) -> dict[str, Any]:
        rows: list[Any] = []
        for point in self.points(inputs, 1 if "radii" in kind else 2):
            output, _ = run(nodes, len(nodes) - 1, [Fraction(text) for text in point])
            if "classifies" in kind:
                label = [str(output.index(max(output)))]
            else:
                label = [str(value) for value in output]
                if self.random.random() < 0.2:
                    label[0] = self.number()
            rows.append([point, label, 1])
        return {"classes": None, "rows": rows}

    def neighbour(self, nodes: Nodes) -> Nodes:
        """Return a network that differs in one place, or none."""
        other: Nodes = json.loads(json.dumps(nodes))
        place = self.random.choice([n for n, node in enumerate(nodes) if node[0] in ("affine", "branch")])
        if other[place][0] == "branch":
            other[place][3] = self.random.choice((other[place][3], self.number()))
        else:
            other[place][3][0] = self.random.choice((other[place][3][0], self.number()))
        return other

    def polyhedron(self, inputs: int, output: list[Fraction]) -> list[Any]:
        """Return constraints on an output near one that is reached, and on the inputs."""
        draw, place = self.random, self.random.randrange(len(output))
        relation = draw.choice((">=", ">", "<=", "<", "="))
        found = [[[inputs + place, "1"], relation, str(output[place] + draw.choice((0, 1, -1)))]]
        if draw.random() < 0.6:
            found.insert(draw.choice((0, 1)), [self.row(inputs + len(output)), draw.choice(("<=", ">")), self.number()])
        return found

    def on_domain(self, kind: str, nodes: Nodes) -> Instance:
        draw, inputs = self.random, inputs_of(nodes, len(nodes) - 1)
        domain = self.domain(inputs)
        point = [Fraction(draw.choice(("0", "1/2", "-1/2", "1", "-1"))) for _ in range(inputs)]
        output, spent = run(nodes, len(nodes) - 1, point)
        if kind == "output within":
            return within(
                nodes,
                [[[0, "1"], draw.choice((">=", ">", "<=", "<")), str(output[0] + draw.choice((0, 1, -1)))]],
                domain,
            )
        if kind == "avoids":
            return apart(nodes, [self.polyhedron(inputs, output) for _ in range(draw.choice((1, 2, 3)))], domain)
        if kind == "paths":
            return paths(
                nodes,
                len(list(follow(nodes, len(nodes) - 1, variables(inputs), []))) + draw.choice((0, 0, 1)),
                draw.choice(([], domain)),
            )
        measure = draw.choice(("total", "additions", "multiplications", "comparisons"))
        bound = max(0, counted(spent, measure) + draw.choice((0, 0, 1, -1)))
        attained = draw.choice((None, [str(value) for value in point]))
        return at_most(nodes, bound, measure, domain=domain, attained=attained)

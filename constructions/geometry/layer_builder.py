"""Layers written by the names of their wires, for deep networks that keep several numbers at once."""

from collections.abc import Mapping
from fractions import Fraction

from constructions.model.cost import own_numbers
from constructions.model.network import Affine, Concatenate, Form, Identity, Network, Relu, Sequence, Step
from constructions.model.rational import Number, exact

NamedWeights = Mapping[str, Number]
"""The weight of each wire that is read; the constant stands under the empty name."""


class LayerBuilder:
    """A network under construction: the names of the wires at its end so far, and its stages.

    Equal layers are one object, so that a layer that is used a thousand times is stored once.

    >>> wires = LayerBuilder("x")
    >>> wires.affine(x={"x": 1}, twice={"x": 2, "": -1})
    >>> wires.relu()
    >>> wires.names, wires.network()
    (('x', 'twice'), Sequence(1 -> 2))
    """

    def __init__(self, *names: str) -> None:
        self.names = names
        self._stages: list[Network] = []
        self._known: dict[object, Network] = {}

    def affine(self, **rows: NamedWeights) -> None:
        """Go on to new wires, each an affine form of the wires so far."""
        self._stages.append(self._layer(rows))
        self.names = tuple(rows)

    def unit(self, kind: type[Relu] | type[Step], **rows: NamedWeights) -> None:
        """Keep all wires, which is free, and put units beside them, each of an affine form of the wires so far.

        >>> wires = LayerBuilder("x")
        >>> wires.unit(Step, positive={"x": 1})
        >>> wires.names
        ('x', 'positive')
        """
        part = self._chained(self._layer(rows), self._shared(kind(len(rows)), kind, len(rows)))
        self.beside(part, *rows)

    def beside(self, part: Network, *names: str) -> None:
        """Keep all wires, and put the outputs of a network on them, under these names, beside them."""
        kept = self._shared(Identity(len(self.names)), Identity, len(self.names))
        self._stages.append(self._shared(Concatenate((kept, part)), kept, part))
        self.names = (*self.names, *names)

    def _layer(self, rows: Mapping[str, NamedWeights]) -> Network:
        place = {name: number for number, name in enumerate(self.names)}
        forms: list[Form] = []
        biases: list[Fraction] = []
        for row in rows.values():
            weights = sorted([(place[name], exact(weight)) for name, weight in row.items() if name and weight])
            forms.append(Form(len(place), [index for index, _ in weights], [weight for _, weight in weights]))
            biases.append(exact(row.get("", 0)))
        node = Affine(forms, biases)
        return self._shared(node, *own_numbers(node))

    def _chained(self, *stages: Network) -> Network:
        return self._shared(Sequence(stages), stages)

    def _shared(self, node: Network, *key: object) -> Network:
        """Return the first node of that key, which says all that it is made of."""
        return self._known.setdefault(key, node)

    def relu(self) -> None:
        """Put a ReLU on every wire."""
        self._stages.append(self._shared(Relu(len(self.names)), Relu, len(self.names)))

    def network(self) -> Sequence:
        """Return the network of all stages so far."""
        return Sequence(self._stages)

"""What claims about all inputs of a domain share."""

from abc import abstractmethod
from collections.abc import Sequence as Items
from typing import Any

from constructions.model.network import Network
from constructions.model.rational import Point
from verify.certificate import Hint
from verify.claims.shared.base import AboutNetworks, Allowance, Asking, Derived
from verify.claims.shared.subject import Reference, Subject
from verify.domain import Domain, check_possible, check_width, domain_words
from verify.prove.counterexamples.targets import Target, unsafe_of
from verify.prove.execution import Fails
from verify.prove.goals import Cases
from verify.prove.limits import Stopped
from verify.prove.region import Region, bounds_of
from verify.solvers.asking import Question, SolverAnswer, ask_universal
from verify.verdict import Unknown

_SEEDS = 2000
"""Points of the data with which the search for a counterexample begins, at most."""


class OnDomain(AboutNetworks):
    """For every z in the domain, all of Q^p or a polyhedron: what the subclass says holds of z."""

    __slots__ = ()

    network: Reference
    domain: Domain

    def inputs(self) -> str:
        """Return which inputs are spoken of, in words."""
        return domain_words(self.domain)

    def inside(self, point: Point) -> bool:
        """Return whether a point lies in the domain."""
        return all([constraint.holds(point) for constraint in self.domain])

    def vacuous(self) -> bool:
        return bool(self.domain) and Region(self.domain[0].form.width, bounds_of(self.domain)).empty() is not None

    def fitted(self, subject: Subject) -> Subject:
        check_width("domain", self.domain, subject.network.input_width, f"{self.network.file} takes")
        check_possible(self.domain)
        return subject

    def derive(self, subject: Subject, allowance: Allowance) -> Derived:
        try:
            return self.searched(subject, allowance)
        except Fails as failure:
            return self.refuted_at(subject, failure.point)
        except Stopped as stopped:
            return Unknown(str(stopped))

    @abstractmethod
    def searched(self, subject: Subject, allowance: Allowance) -> Derived:
        """Return the hints of a certificate; raises ``Fails`` with an input that refutes the claim, or ``Stopped``."""


class OfEachInput(OnDomain):
    """What is said is said of each input alone, so that one input refutes it."""

    __slots__ = ()

    def runs(self, subject: Subject) -> Network:
        """Return the network whose outputs the claim speaks of."""
        return subject.both

    @abstractmethod
    def question(self) -> Question:
        """Return what is claimed, as a question to a solver."""

    def ask(self, subject: Subject, asking: Asking, hints: Items[Hint]) -> SolverAnswer:
        return ask_universal(self.runs(subject), [self.question()], asking.seconds, asking.progress)

    def cases(self) -> Cases | None:
        """Return what must not hold of the outputs of ``runs``; None if the claim is about something else."""
        return None

    def targets(self, subject: Subject) -> tuple[Network, list[Target]]:
        network, cases = self.runs(subject), self.cases()
        unsafe = () if cases is None else unsafe_of(cases, network.input_width, network.output_width)
        return network, [self._target(subject, unsafe=unsafe)] if unsafe else []

    def _target(self, subject: Subject, **how: Any) -> Target:
        """Return what would refute in the domain; the points of the data are tried first."""
        known = () if subject.dataset is None else subject.dataset.points[:_SEEDS]
        return Target(region=tuple(bounds_of(self.domain)), seeds=tuple(known), **how)

"""What the float verifier Marabou answers to a query, where it is installed (extra ``marabou``)."""

from importlib import import_module
from pathlib import Path
from typing import Any

from constructions.model.constraint import Constraint
from constructions.model.errors import BadInput, needs
from constructions.model.rational import nearest_float
from exchange.vnnlib.reader import read_query

_CODES = {"sat": "sat", "unsat": "unsat", "TIMEOUT": "timed-out"}


def check_installed() -> None:
    """Refuse to ask Marabou where it is not installed; raises ``BadInput``."""
    with needs("asking Marabou", "maraboupy", "marabou"):
        import_module("maraboupy")


def marabou_says(network: Path, query: Path, seconds: int) -> str:
    """Return ``sat``, ``unsat``, ``timed-out``, or why Marabou does not answer.

    Raises:
        BadInput: if Marabou is not installed, the query cannot be read or is about several polyhedra.
    """
    check_installed()
    from maraboupy import Marabou

    asked = read_query(query)
    if len(asked.polyhedra) != 1:
        raise BadInput(f"{query}: Marabou is asked about one polyhedron, not {len(asked.polyhedra)}")
    try:
        model = Marabou.read_onnx(str(network))
        variables = [number for part in (*model.inputVars, *model.outputVars) for number in part.flatten().tolist()]
        for atom in (*asked.common, *asked.polyhedra[0]):
            _add(model, variables, atom)
        options = Marabou.createOptions(verbosity=0, timeoutInSeconds=seconds)
        code: str = model.solve(verbose=False, options=options)[0]
    except MemoryError:
        raise
    except Exception as error:  # whatever it raises for what it does not read
        return f"no answer: {type(error).__name__}: {error}"
    return _CODES.get(code, code)


def _add(model: Any, variables: list[int], atom: Constraint) -> None:
    """Add an atom, weakened to its closure: Marabou knows no strict relation."""
    weights = [nearest_float(weight) for weight in atom.form.weights]
    places = [variables[index] for index in atom.form.indices]
    bound = nearest_float(atom.bound)
    for sign, relations in ((-1, (">", ">=", "=")), (1, ("<", "<=", "="))):
        if atom.relation not in relations:
            continue
        if len(places) == 1:  # bounds, since it wants every input to have some
            set_bound = model.setUpperBound if sign * weights[0] > 0 else model.setLowerBound
            set_bound(places[0], bound / weights[0])
        else:
            model.addInequality(places, [sign * weight for weight in weights], sign * bound)

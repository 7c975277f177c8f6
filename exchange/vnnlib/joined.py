"""The networks of a query joined into one, and what is asked of it: whether it meets polyhedra."""

from collections.abc import Mapping, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from constructions.model.constraint import Constraint
from constructions.model.errors import BadInput, shown
from constructions.model.network import Concatenate, Network, chain
from constructions.model.nouns import count_of
from exchange.exact_arrays import selection
from exchange.onnx.bounds import ANY, Bounds, joined as hull, met
from exchange.onnx.graph import Graph, GraphValue, open_graph, read_graph, with_rows
from exchange.onnx.inputs import GraphInput
from exchange.onnx.node import NotRead
from exchange.onnx.schema import NoModel
from exchange.vnnlib.query import REAL, Beyond, Case, Declared, Polyhedron, Query, Variable
from exchange.wiring import moved_form


@dataclass(frozen=True, slots=True)
class Attached:
    """A declared network with the file that it is mapped to.

    Attributes:
        declared: the declaration.
        graph: the graph of the file, shared by networks that are declared equal.
        inputs: for each declared input the number of the graph's input that it is.
        values: for each hidden value and output the name of the graph's value that it is.
    """

    declared: Declared
    graph: Graph
    inputs: tuple[int, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A query about one network: it is satisfiable if one of its cases is.

    Attributes:
        query: the query.
        attached: its networks with their files.
        network: all networks side by side on all inputs side by side; inputs that the query says are equal are one.
        places: for each number of the query's inputs the input of the network that it is.
        cases: what is asked, at least one.
    """

    query: Query
    attached: tuple[Attached, ...]
    network: Network
    places: tuple[int, ...]
    cases: tuple[Case, ...]

    def spread(self, point: Items[Fraction]) -> tuple[Fraction, ...]:
        """Return the numbers of all the query's inputs that an input of the network stands for."""
        return tuple([point[place] for place in self.places])


def attach(query: Query, files: Mapping[str, Path]) -> tuple[Attached, ...]:
    """Return the networks of a query with the files that they are mapped to.

    Args:
        query: the query.
        files: for each declared network that is not equal to another one its file. A query of version 1.0 names no
            network: it takes the one file, whatever it is called.

    Raises:
        BadInput: if a network has no file, a file no network, or inputs, hidden values, outputs or their types and
            shapes do not fit; one line that names the network and the variable.
    """
    if query.version == "1.0":
        if len(files) != 1:
            raise BadInput(f"--network: a query of version 1.0 is about one network, not {len(files)}")
        files = {query.networks[0].name: next(iter(files.values()))}
    names = [network.name for network in query.networks]
    for name in files:
        if name not in names:
            raise BadInput(f"--network: the query declares no network {shown(name)}, only {', '.join(names)}")
    graphs: dict[str, Graph] = {}
    found = []
    for network in query.networks:
        if network.equal_to is not None:
            if network.name in files:
                raise BadInput(
                    f"--network: {network.name} is declared equal to {network.equal_to}, and takes no file of its own"
                )
            graphs[network.name] = graphs[network.equal_to]
        elif network.name not in files:
            raise BadInput(f"--network: network {network.name} has no file: give --network {network.name}=FILE")
        else:
            graphs[network.name] = _with_declared_rows(network, open_graph(files[network.name]))
        found.append(_attached(query, network, graphs[network.name]))
    return tuple(found)


def _with_declared_rows(network: Declared, graph: Graph) -> Graph:
    """Return a graph with as many rows in its open batch as the query declares; as it is if it declares none."""
    ports = {port.name: port for port in graph.inputs}
    declared = set()
    for variable, beside in zip(network.inputs, graph.inputs, strict=False):
        port = ports.get(variable.onnx_name or "", beside)
        if port.is_open and len(variable.shape) == len(port.shape):
            declared.add(variable.shape[0])
    return with_rows(graph, declared.pop()) if len(declared) == 1 and declared != {1} else graph


def _attached(query: Query, network: Declared, graph: Graph) -> Attached:
    outputs = [variable for variable in network.values if variable.kind == "output"]
    known = [port.name for port in graph.inputs]
    if query.version == "1.0":
        _check_widths(network, graph)
        return Attached(network, graph, tuple(range(len(known))), graph.outputs)
    places = [known.index(name) for name in _matched(network.inputs, known, "input", network, graph)]
    for variable, index in zip(network.inputs, places, strict=True):
        _check_port(variable, graph.inputs[index], network, graph)
    computed = {name for node in graph.model.graph.node for name in node.output} | set(known)
    for variable in network.values:
        if variable.kind == "hidden" and (variable.onnx_name or variable.name) not in computed:
            name = shown(variable.onnx_name or variable.name)
            raise BadInput(f"{graph.path}: the graph has no value {name}, which {variable.name} is to be")
    given = iter(_matched(outputs, graph.outputs, "output", network, graph))
    values = [
        next(given) if variable.kind == "output" else variable.onnx_name or variable.name for variable in network.values
    ]
    return Attached(network, graph, tuple(places), tuple(values))


def _check_widths(network: Declared, graph: Graph) -> None:
    width, declared = sum([port.size for port in graph.inputs]), network.inputs[0].size
    if width != declared:
        raise BadInput(
            f"{graph.path}: the network takes {count_of(width, 'input')}, but the query declares {declared:,}"
        )


def _matched(variables: Items[Variable], names: Items[str], what: str, network: Declared, graph: Graph) -> Items[str]:
    """Return the names of the graph that variables are: by name if the query names all of them, else by their order."""
    named = [variable for variable in variables if variable.onnx_name is not None]
    where = f"{graph.path}: network {network.name}"
    if not named:
        if len(variables) != len(names):
            raise BadInput(
                f"{where} is declared with {count_of(len(variables), what)}, but the graph has {len(names):,} "
                f"({', '.join(map(shown, names))})"
            )
        return names
    if len(named) < len(variables):
        raise BadInput(f"{where}: either all its {what}s are named as the graph names them, or none")
    found = [str(variable.onnx_name) for variable in variables]
    for name in found:
        if name not in names:
            raise BadInput(f"{where}: the graph has no {what} {shown(name)}, only {', '.join(map(shown, names))}")
    if len(set(found)) < len(found) or (what == "input" and len(found) < len(names)):
        raise BadInput(f"{where}: each {what} of the graph is declared once: {', '.join(map(shown, names))}")
    return found


def _check_port(variable: Variable, port: GraphInput | GraphValue, network: Declared, graph: Graph) -> None:
    """Refuse a variable of another type or shape than the graph's value; axes of size 1 do not count."""
    is_open = isinstance(port, GraphInput) and port.is_open
    what = f"{graph.path}: {variable.kind} {variable.name} of network {network.name}"
    if [size for size in variable.shape if size != 1] != [size for size in port.shape if size != 1]:
        sizes = ["any" if axis == 0 and is_open else str(size) for axis, size in enumerate(port.shape)]
        raise BadInput(f"{what} is declared with the shape {list(variable.shape)}, but has [{', '.join(sizes)}]")
    if variable.element_type not in (REAL, port.kind):
        raise BadInput(
            f"{what} is declared as {variable.element_type}, but is of the type {port.kind}; a query that is written "
            f"in {REAL} throughout leaves the type open"
        )


def join(query: Query, attached: Items[Attached]) -> Joined:
    """Return the query as a question about one network.

    Inputs of which the query says, without an ``or``, that they are equal become one input. What is asserted of inputs
    alone becomes the domain. Polyhedra that assert different things of the inputs become cases of their own, since
    a search over a box of inputs is far better than one over all that several boxes have in common.

    Raises:
        Beyond: if a network has a part that is not read exactly.
        BadInput: if hidden values or outputs do not fit their declarations, or a graph is no model.
    """
    places = _shared(query)
    width = max(places) + 1
    within = box_of(query.common, query.input_width)
    parts: list[Network] = []
    read: dict[tuple[int, tuple[str, ...]], Network] = {}
    begin = 0
    for item in attached:
        sizes = [item.graph.inputs[index].size for index in item.inputs]
        starts, at = {}, begin
        for index, size in zip(item.inputs, sizes, strict=True):
            starts[index] = at
            at += size
        own = [places[starts[index] + k] for index, port in enumerate(item.graph.inputs) for k in range(port.size)]
        key = (id(item.graph), item.values)
        if key not in read:
            bounds: dict[str, Bounds] = {}
            for other in attached:
                if (id(other.graph), other.values) == key:
                    _widen(bounds, other, attached, within)
            read[key] = _network(query, item, bounds)
        parts.append(read[key] if own == list(range(width)) else chain(selection(own, width), read[key]))
        begin = at
    network = parts[0] if len(parts) == 1 else Concatenate(parts)
    return Joined(query, tuple(attached), network, tuple(places), _cases(query, places, width))


def _network(query: Query, item: Attached, bounds: Mapping[str, Bounds]) -> Network:
    """Return the network of a graph that gives all that is declared; hidden values and outputs are checked."""
    try:
        found = read_graph(item.graph, item.values, bounds)
    except NoModel:
        raise
    except BadInput as error:
        raise Beyond(error.of_query if isinstance(error, NotRead) else str(error)) from error
    values = item.declared.values
    if query.version == "1.0":
        width = sum([port.size for port in found.values])
        if width != values[0].size:
            what = count_of(width, "output")
            raise BadInput(f"{item.graph.path}: the network gives {what}, but the query declares {values[0].size:,}")
        return found.network
    for variable, port in zip(values, found.values, strict=True):
        _check_port(variable, port, item.declared, item.graph)
    return found.network


def box_of(atoms: Items[Constraint], width: int) -> list[Bounds]:
    """Return the bounds that atoms set to each of the first ``width`` numbers alone; none where they leave no number.

    >>> from constructions.model.network import Form
    >>> box_of([Constraint(Form.dense([-2, 0]), "<", Fraction(3))], 2)
    [(Fraction(-3, 2), None), (None, None)]
    """
    found = [ANY] * width
    for atom in atoms:
        if len(atom.form.indices) == 1 and atom.form.indices[0] < width:
            place, weight = atom.form.indices[0], atom.form.weights[0]
            bound, is_lower = atom.bound / weight, (atom.relation in (">=", ">")) == (weight > 0)
            low = bound if atom.relation == "=" or is_lower else None
            high = bound if atom.relation == "=" or not is_lower else None
            found[place] = met(found[place], (low, high))
    return [ANY if low is not None and high is not None and low > high else (low, high) for low, high in found]


def _widen(found: dict[str, Bounds], item: Attached, attached: Items[Attached], within: Items[Bounds]) -> None:
    """Let the bounds of a graph's inputs hold the bounds of one run of it, too."""
    begin = 0
    for other in attached:
        if other is item:
            break
        begin += sum([port.size for port in other.graph.inputs])
    for index in item.inputs:
        port = item.graph.inputs[index]
        own = hull(within[begin : begin + port.size])
        found[port.name] = hull([found[port.name], own]) if port.name in found else own
        begin += port.size


def _shared(query: Query) -> list[int]:
    """Return for each number of the inputs the input of the joined network that it is."""
    first = list(range(query.input_width))

    def root(index: int) -> int:
        while first[index] != index:
            first[index] = first[first[index]]
            index = first[index]
        return index

    for atom in query.common:
        if _says_equal(atom, query.input_width):
            one, two = sorted([root(index) for index in atom.form.indices])
            first[two] = one
    roots = [root(index) for index in range(query.input_width)]
    numbers = {index: number for number, index in enumerate(sorted(set(roots)))}
    return [numbers[index] for index in roots]


def _says_equal(atom: Constraint, inputs: int) -> bool:
    """Return whether an atom says that two numbers of the inputs are equal, and nothing else."""
    form = atom.form
    return (
        atom.relation == "="
        and not atom.bound
        and len(form.indices) == 2
        and form.indices[1] < inputs
        and not sum(form.weights)
    )


def _cases(query: Query, places: Items[int], width: int) -> tuple[Case, ...]:
    """Return what is asked of the joined network."""
    inputs = query.input_width
    total = width + query.width - inputs
    moved = [*places, *range(width, total)]

    def of_joined(atom: Constraint, size: int) -> Constraint:
        return Constraint(moved_form(atom.form, moved, size), atom.relation, atom.bound)

    def is_about_inputs(atom: Constraint) -> bool:
        return not atom.form.indices or atom.form.indices[-1] < inputs

    common = [atom for atom in query.common if not _says_equal(atom, inputs)]
    shared = [of_joined(atom, width) for atom in common if is_about_inputs(atom)]
    beside = [of_joined(atom, total) for atom in common if not is_about_inputs(atom)]
    found: dict[Polyhedron, list[Polyhedron]] = {}
    for polyhedron in query.polyhedra:
        own = tuple([of_joined(atom, width) for atom in polyhedron if is_about_inputs(atom)])
        rest = tuple([of_joined(atom, total) for atom in polyhedron if not is_about_inputs(atom)])
        found.setdefault(own, []).append((*beside, *rest))
    if not found:
        return (Case(tuple(shared), ()),)
    return tuple([Case((*shared, *own), tuple(unsafe)) for own, unsafe in found.items()])

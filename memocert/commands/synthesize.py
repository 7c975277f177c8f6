"""The command ``memocert synthesize``: from any network to a conditional one, with a proof that nothing changed."""

from collections.abc import Sequence as Items
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from constructions.model.errors import BadInput, NoClass
from constructions.model.nouns import count_of
from guide.console import complain, say, say_json, spinner, wrapped
from memocert.commands.build import JsonOption
from memocert.commands.read import ClassesOption, OneLogitOption, OneRowOption, RoundInputsOption
from memocert.commands.shared.journals import ResumeOption, blamed, journal_of
from memocert.commands.shared.stopping import kept, left_at
from memocert.commands.shared.tables import reads_tables
from memocert.commands.shared.targets import names_of
from memocert.commands.shared.usage import DATA_OPTIONS, exclude, refuse
from memocert.commands.shared.workers import ClusterOption, workers_of

if TYPE_CHECKING:
    from constructions.files.tables.read_options import ReadOptions
    from constructions.model.dataset import Dataset
    from constructions.model.network import Network
    from verify.domain import Domain
    from verify.lanes import Options
    from verify.synthesis import Choice


_PATHS = 20_000
"""How many paths the search for one radius may run."""


@reads_tables
def synthesize(
    context: typer.Context,
    model: Annotated[Path, typer.Argument(help="A bundle, a network file, or a trained model, as read takes it.")],
    data: Annotated[Path | None, typer.Argument(help="A data set; a bundle has its own.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The folder of the new bundle.")] = None,
    equal_on: Annotated[
        Literal["data", "domain"], typer.Option(help="Where the answers stay the same: on the data, or on a domain.")
    ] = "data",
    same: Annotated[
        Literal["outputs", "class"],
        typer.Option(help="What stays the same: all outputs, or which one is the largest. class: on the data."),
    ] = "outputs",
    radius: Annotated[
        str | None, typer.Option(help="data: also on the balls of this radius around the points. Default: 0.")
    ] = None,
    box: Annotated[
        tuple[str, str] | None, typer.Option(help="domain: only inputs with LOW <= z_j <= HIGH. Default: all.")
    ] = None,
    domain: Annotated[
        str | None, typer.Option(help="domain: only inputs with constraints, a file or words: 'x0 >= 0 and x1 < 2'.")
    ] = None,
    gates: Annotated[
        Literal["cheapest", "units", "coordinates", "projection", "layers", "zeros"],
        typer.Option(
            help="data: what gates test: the network's units as forms of the input, single coordinates, one "
            "projection, units computed layer by layer, or nothing but zeros skipped. cheapest: all but zeros."
        ),
    ] = "cheapest",
    target: Annotated[
        Literal["worst", "mean"], typer.Option(help="data: fewest operations on the worst point, or in the mean.")
    ] = "worst",
    most_gates: Annotated[
        int, typer.Option(min=0, help="The most gates; where they are used up, the rest runs as it is.")
    ] = 100_000,
    skip_ties: Annotated[
        bool,
        typer.Option(
            "--skip-ties", help="class: leave out points at which several outputs are the largest, and say which."
        ),
    ] = False,
    time_limit: Annotated[
        float | None,
        typer.Option(
            min=0.001,
            help="Seconds for the synthesis, then the rest of the network runs as it is (class: for each radius); and "
            "again for the proof, as of prove. Default: no limit, and 10 for Z3.",
        ),
    ] = None,
    one_row: OneRowOption = False,
    one_logit: OneLogitOption = False,
    classes: ClassesOption = None,
    round_inputs: RoundInputsOption = False,
    *,
    reading: "ReadOptions",
    jobs: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Processes that share the search for radii, and for the proof; 0: one for each core. Default: 1; "
            "class: 0.",
        ),
    ] = None,
    cluster: ClusterOption = None,
    resume: ResumeOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a bundle that is there already.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Synthesize a conditional network that does less work per input, and prove that its answers are the same.

    A unit whose sign is settled costs nothing, and what is left at the end of the gates is the network's own map: its
    answers are not memorized anew. With --same class the answers are the classes that the network names at the data
    points: any tree of comparisons that names them too, there and on balls around them, will do. Where the result
    would be dearer than the network given, in the target, the given one is kept, and said so. The bundle holds both
    networks and the certificate. Exit codes: as of prove.
    """
    from constructions.files.bundle import check_target
    from verify.domain_reader import domain_of, radius_of
    from verify.lanes import Options
    from verify.synthesis import Choice

    if output is None:
        raise BadInput("synthesize needs -o FOLDER")
    if same != "class":
        refuse(context, ["skip_ties"], "with --same outputs", "with --same class")
    if same == "class":
        refuse(context, ("equal_on", "box", "domain", "gates", "target"), "with --same class", "with --same outputs")
    elif equal_on == "data":
        refuse(context, ("box", "domain"), "with --equal-on data", "with --equal-on domain")
    else:
        refuse(context, ("radius", "gates", "target"), "with --equal-on domain", "with --equal-on data")
        refuse(context, ["resume"], "with --equal-on domain", "where balls around points are searched")
    exclude(context, "jobs", "cluster")
    if data is None:
        refuse(context, DATA_OPTIONS, "without a data set", "to read one")
        refuse(context, ["classes"], "without a data set", "where labels have such names")
    if model.is_dir():
        of_files = ("one_row", "one_logit", "round_inputs", "classes")
        refuse(context, of_files, f"for {model}, a bundle", "for the file of a model")
    size = radius_of(radius) or Fraction(0)
    if same == "class" and not size:
        refuse(context, ("jobs", "cluster", "resume"), "without a radius", "where balls are searched for")
    check_target(output, force)
    with spinner(f"reading {model.name}"):
        network, dataset, names = _read(model, data, reading, round_inputs, one_row, one_logit, classes or ())
    inputs = domain_of(network.input_width, box, domain, names=names)
    if equal_on == "data" and dataset is None:
        raise BadInput(f"{model}: {'--same class' if same == 'class' else '--equal-on data'} needs a data set")
    choice = Choice(None if gates == "cheapest" else gates, target, most_gates)
    about = size if equal_on == "data" else inputs
    journal = None if resume is None else journal_of(resume)
    count = jobs if jobs is not None else 0 if same == "class" else 1
    with workers_of(count, cluster) as workers, blamed(journal):
        options = Options(seconds=time_limit, jobs=workers.count, executor=workers.executor, journal=journal)
        if same == "class" and dataset is not None:
            dataset = _without_ties(model, network, dataset) if skip_ties else dataset
            code = _keep_class(model, network, dataset, size, most_gates, output, options, force, as_json)
        else:
            code = _keep_outputs(network, dataset, about, choice, output, options, force, as_json)
    raise typer.Exit(code)


def _keep_outputs(
    network: "Network",
    dataset: "Dataset | None",
    about: "Fraction | Domain",
    choice: "Choice",
    output: Path,
    options: "Options",
    force: bool,
    as_json: bool,
) -> int:
    """Synthesize a network of the same outputs, prove it, print both, and return the exit code.

    Args:
        about: the radius of the balls around the data on which they stay the same, or the domain.
    """
    from constructions.model.account import account_of
    from constructions.model.progress import Deadline
    from constructions.synthesis.affine_wires import GateLimits
    from guide.synthesized import costs_json, kept_json, synthesized_text
    from guide.tables import account_text
    from verify.synthesis import costs_of, prove_synthesized, synthesize_for_data, synthesize_for_domain
    from verify.verdict import EXIT_CODES
    from verify.words import verdict_json, verdict_text

    deadline = Deadline.after(options.seconds)
    with spinner("synthesizing") as progress:
        if not isinstance(about, Fraction):
            result = synthesize_for_domain(network, about, GateLimits(choice.most_gates, progress, deadline))
        elif dataset is None:
            raise AssertionError("balls are around data")
        else:
            choice = replace(choice, progress=progress, deadline=deadline)
            result = synthesize_for_data(network, dataset, about, choice)
        found = result.network
    with spinner("counting operations"):
        before, after = costs_of(network, dataset), costs_of(found, dataset)
    with kept(left_at(output, "its claim not proved")), spinner("proving that they are equal") as progress:
        table = account_text(account_of(found, dataset))
        options = replace(options, progress=progress)
        claim, verdict = prove_synthesized(output, found, network, dataset, about, options, force, table)
    if as_json:
        found_json = {
            "before": costs_json(before, dataset),
            "after": costs_json(after, dataset),
            "gates": result.gates,
            "left_as_it_is": result.cut,
            "kept": kept_json(result),
        }
        say_json({"bundle": output, **found_json, "result": verdict_json(claim, verdict)})
    else:
        say(synthesized_text(before, after, result, dataset, about if isinstance(about, tuple) else ()))
        say(wrapped(verdict_text(claim, verdict, dataset)))
        say(f"written to {output}")
    return EXIT_CODES[type(verdict)]


def _without_ties(model: Path, network: "Network", dataset: "Dataset") -> "Dataset":
    """Return the points at which the network names a class, and say which do not stay."""
    from verify.claims.same_class_on_balls import without_ties

    found, tied = without_ties(network, dataset, str(model))
    left = f"{count_of(len(tied), 'point')} left out, at which several outputs are the largest"
    said = f"{left}: {dataset.place_of(*tied)}" if tied else "one output is the largest at each point"
    complain(f"memocert: {said}")
    return found


def _keep_class(
    model: Path,
    network: "Network",
    dataset: "Dataset",
    radius: Fraction,
    most_gates: int,
    output: Path,
    options: "Options",
    force: bool,
    as_json: bool,
) -> int:
    """Synthesize a network of the same class, prove it, print both, and return the exit code."""
    from constructions.model.account import account_of
    from constructions.synthesis.affine_wires import GateLimits
    from guide.synthesized import costs_json, costs_text, dearer_text, prices_json
    from guide.tables import account_text
    from verify.same_class import prove_same_class, synthesize_same_class
    from verify.synthesis import costs_of
    from verify.verdict import EXIT_CODES
    from verify.words import verdict_json, verdict_text

    with spinner("finding balls where the class stays" if radius else "building a tree of the classes") as progress:
        allowance = replace(options, paths=_PATHS, progress=progress).allowance()
        try:
            result = synthesize_same_class(network, dataset, radius, GateLimits(most_gates), allowance, str(model))
        except NoClass as error:
            raise BadInput(f"{error}: --skip-ties does") from None
    with spinner("counting operations"):
        before, after = costs_of(network, dataset), costs_of(result.network, dataset)
    with kept(left_at(output, "its claim not proved")), spinner("proving that the classes are the same") as progress:
        table = account_text(account_of(result.network, dataset))
        options = replace(options, paths=_PATHS, progress=progress)
        claim, verdict = prove_same_class(output, result, options, force, table)
    short = sorted([ball.least for ball in result.radii if ball.least is not None and ball.least < radius])
    if as_json:
        costs = {"before": costs_json(before, dataset), "after": costs_json(after, dataset)}
        balls = {"radius": radius, "smaller": len(short), "smallest": short[0] if short else None}
        prices = prices_json(result.given, result.found)
        why = {"reason": "a tree of comparisons is dearer", "costs": prices} if result.kept else None
        found = {**costs, "left_as_it_is": result.cut, "kept": why, "balls": balls}
        say_json({"bundle": output, **found, "result": verdict_json(claim, verdict)})
        return EXIT_CODES[type(verdict)]
    near = f"within {radius} of" if radius else "at"
    lines = [f"the class stays the same {near} {count_of(len(result.radii) - len(short), 'point')}"]
    if short:
        least = f"at least {short[0]}" if short[0] else "for some the point alone"
        lines.append(f"for {count_of(len(short), 'other point')} a smaller ball is shown: {least}")
    if result.kept:
        lines.append(dearer_text(result.given, result.found, "a tree of comparisons"))
    if result.cut:
        lines.append(f"gates used up at {count_of(result.cut, 'place')}, where the network itself runs")
    say(costs_text(before, after, dataset, lines))
    say(wrapped(verdict_text(claim, verdict, dataset)))
    say(f"written to {output}")
    return EXIT_CODES[type(verdict)]


def _read(
    model: Path,
    data: Path | None,
    options: "ReadOptions",
    round_inputs: bool,
    one_row: bool,
    one_logit: bool,
    classes: "Items[str]",
) -> "tuple[Network, Dataset | None, Items[str]]":
    """Return the network, the data to be kept, and what the inputs are called."""
    from constructions.files.bundle import read_bundle
    from constructions.files.data_reader import read_dataset
    from exchange.class_order import labels_matched, matched
    from exchange.column_order import fitted
    from exchange.reader import read_model
    from exchange.trained import of_bundle
    from guide.reading import network_of, order_of, order_text

    of_files = not model.is_dir()
    if of_files:
        own, trained = None, read_model(model, one_row=one_row, one_logit=one_logit, classes=classes)
    else:
        bundle = read_bundle(model)
        own, trained = bundle.dataset, of_bundle(bundle)
    network = network_of(trained, round_inputs, str(model))
    if trained.assumed:
        complain(trained.assumed)
    names = trained.columns or ()
    if data is None:
        return network, own, names
    options = replace(options, categories=trained.categories, model_inputs=trained.columns or ())
    dataset, of_columns = fitted(read_dataset(data, options), trained, str(model))
    if of_files:
        found = labels_matched(dataset, trained.classes, network.output_width)
        order = None if found.by_name else order_of(network, found.dataset)
    else:  # its classes have numbers, also where the one output is such a number
        found, order = matched(dataset, trained.classes), None
    for note in (of_columns, found.note, "" if order is None else order_text(order, found.dataset)):
        if note:
            complain(note)
    return network, found.dataset, names or names_of(found.dataset, network)[0]

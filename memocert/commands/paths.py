"""The command ``memocert paths``: the decision paths of a network, and the counting argument on them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructions.model.errors import BadInput
from constructions.model.names import printable, spoken
from constructions.model.nouns import count_of
from constructions.model.rational import long_integers
from guide.console import complain, say, say_json, spinner, wrapped
from memocert.commands.build import JsonOption
from memocert.commands.shared.stopping import ends_in_time
from memocert.commands.shared.targets import read_named
from memocert.commands.shared.usage import refuse

if TYPE_CHECKING:
    from lowerbound.comparisons.decision_paths import Path as DecisionPath
    from memocert.commands.shared.targets import Named


@ends_in_time
def paths(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="A bundle (folder), or a network file; .onnx and others, too.")],
    over_data: Annotated[bool, typer.Option("--data", help="Only paths that data points of the bundle take.")] = False,
    box: Annotated[tuple[str, str] | None, typer.Option(help="Only inputs with LOW <= z_j <= HIGH.")] = None,
    domain: Annotated[
        str | None, typer.Option(help="Only inputs with constraints, a file or words: 'x0 >= 0 and x1 < 2'.")
    ] = None,
    path_limit: Annotated[int, typer.Option(min=1, help="Paths that are looked for at most.")] = 10_000,
    plot: Annotated[
        Path | None, typer.Option(help="Draw points on each path and comparisons: .svg, .png, .pdf.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the decision paths of a network: outcomes, affine maps, and which data points take them.

    For a bundle the counting argument is played through on them: paths <= 2^c, points on a path <= m, n <= m 2^c.
    """
    from constructions.model.answers import names_classes
    from lowerbound.comparisons.decision_paths import count_through, inside, paths_of_data, paths_over
    from verify.domain_reader import domain_of
    from verify.prove.limits import Limits, Stopped

    if plot is not None:
        from guide.drawing.plot import check_picture

        check_picture(plot)
    if over_data:
        refuse(context, ["path_limit"], "with --data", "where paths are looked for over all inputs")
    with spinner(f"reading {target}"):
        named = read_named(target)
    network, dataset = named.network, named.dataset
    if named.assumed:
        complain(named.assumed)
    if over_data and dataset is None:
        raise BadInput(f"{target}: has no data set: --data needs the data of a bundle")
    inputs = domain_of(network.input_width, box, domain, names=named.columns or ())
    numbers = [] if dataset is None else inside(dataset, inputs)
    limits = Limits(paths=path_limit)
    with spinner("following paths"):
        try:
            if over_data and dataset is not None:
                found = paths_of_data(network, dataset, numbers)
            else:
                found = paths_over(network, inputs, dataset, limits)
        except Stopped as stopped:
            advice = "; --path-limit allows more" if limits.ends > path_limit else ""
            raise BadInput(f"{target}: {stopped}{advice}") from stopped
        counted = count_through(network, dataset, numbers) if dataset is not None and numbers else None
    if plot is not None:
        _draw(found, plot, target.name)
    if as_json:
        say_json({"paths": [_path_json(path) for path in found], "counting": counted})
        return
    say(_paths_text(found, named))
    if not found:
        say("no data point satisfies the constraints" if over_data else "no input satisfies the constraints")
    elif dataset is not None and len(numbers) < dataset.size:
        say(f"{len(numbers):,} of {dataset.size:,} data points satisfy the constraints; only they are counted")
    if counted is not None and dataset is not None:
        right = "classify" if names_classes(network, dataset) else "memorize"
        say(
            wrapped(
                f"counting (Theorem 29): {count_of(counted.paths, 'path')} with data <= 2^{counted.comparisons}, "
                f"at most {count_of(counted.most, 'point')} on a path, "
                f"{counted.points} <= {counted.paths} x {counted.most}: "
                f"{'holds' if counted.holds else 'FAILS'}"
                + ("" if counted.memorizes else f"; the network does not {right} the data")
            )
        )


@long_integers()
def _paths_text(found: "list[DecisionPath]", named: "Named") -> str:
    """Return the table of paths: on each its class by name, where all have one, else the first output."""
    from constructions.model.answers import class_on_path
    from guide.tables import plain_table, rendered

    classes = named.classes if named.dataset is None else named.dataset.class_names
    answers = [class_on_path(path.weights, path.bias, classes or ()) for path in found[:200]]
    what, by_class = "output 0 on the path", bool(answers) and all(answers)
    table = plain_table("decisions", "comparisons", "points", "class on the path" if by_class else what)
    for path, answer in zip(found, answers, strict=False):
        decisions = path.decisions if len(path.decisions) <= 24 else f"{path.decisions[:20]}..."
        output = printable(answer) if answer and by_class else _output_text(path, named)
        table.add_row(decisions or "none", str(path.comparisons), str(len(path.points)), output)
    more = [] if len(found) <= 200 else [f"... and {len(found) - 200:,} more"]
    return rendered(count_of(len(found), "path"), table, *more).rstrip()


def _output_text(path: "DecisionPath", named: "Named") -> str:
    from guide.drawing.tree_chart import affine_text, input_names

    names = input_names(named.dataset) if named.dataset is not None else spoken(named.columns or ()) or "x"
    return affine_text(path.weights[0], path.bias[0], names)


def _path_json(path: "DecisionPath") -> dict[str, object]:
    return {
        "decisions": path.decisions,
        "comparisons": path.comparisons,
        "witness": path.witness,
        "points": path.points,
        "outputs": [
            {"weights": dict(zip(form.indices, form.weights, strict=True)), "bias": bias}
            for form, bias in zip(path.weights, path.bias, strict=True)
        ],
    }


def _draw(found: "list[DecisionPath]", path: Path, name: str) -> None:
    from guide.drawing.plot import draw_bars

    draw_bars(
        [
            ("points on each path", "path, in the order of decisions", [len(item.points) for item in found]),
            ("comparisons on each path", "path, in the order of decisions", [item.comparisons for item in found]),
        ],
        f"decision paths, {name}",
        path,
    )

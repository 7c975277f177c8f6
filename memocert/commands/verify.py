"""Commands about properties of networks in files: ``memocert verify`` and ``memocert instances``."""

from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from constructions.model.errors import BadInput, typed_path
from constructions.model.nouns import count_of
from constructions.model.rational import Point, for_reading
from guide.console import complain, say, say_json, spinner, wrapped
from memocert.commands.build import JsonOption
from memocert.commands.shared.stopping import TimedOut, ends_in_time, kept, left_at, limited
from memocert.commands.shared.usage import exclude
from memocert.commands.shared.workers import ClusterOption, workers_of

if TYPE_CHECKING:
    from verify.queries.instance_lists import Instance
    from verify.queries.instances import Outcome
    from verify.queries.truth import Known

_PATIENCE = 60
"""Seconds that another verifier has for an answer."""

_CODES = {"unsat": 0, "sat": 1, "otherwise": 2, "error": 2, "unknown": 3, "timed-out": 3}
"""Exit codes, ``otherwise`` where the list knows another answer; of several instances the first that occurs in the
order of ``_GRAVEST`` counts."""

_GRAVEST = ("otherwise", "sat", "error", "unknown", "timed-out", "unsat")


def verify(
    context: typer.Context,
    network: Annotated[Path | None, typer.Argument(help="A network, an ONNX file.")] = None,
    property_: Annotated[
        Path | None, typer.Argument(metavar="[PROPERTY]", help="A property, a VNN-LIB file: it says what must not be.")
    ] = None,
    listed: Annotated[
        Path | None,
        typer.Option("--instances", help="Instead a CSV file with a network, a property and seconds in each line."),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0, help="Seconds for an answer, in place of those of the file. Default: no limit."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            "--certificate",
            help="One property: a new folder for what shows the answer, a bundle or an exact point. "
            "A list: the folder of results; what is done there is not done again.",
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="One property: processes that share its search. A list: instances at once.")
    ] = 1,
    cluster: ClusterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say of properties of networks whether they hold: unsat if no input violates it, sat with one that does.

    Exit codes: 0 unsat, 1 sat, 2 bad input or misuse, 3 unknown or timed-out; of a list the gravest, and 2 where an
    answer is otherwise than the list knows.
    """
    from verify.queries.instance_lists import Instance, limit_of, read_instances
    from verify.queries.instances import outcomes_text

    point: Point = ()
    values: Point = ()
    if listed is None:
        if network is None or property_ is None:
            raise BadInput("verify: give a network and a property, or --instances FILE")
        exclude(context, "jobs", "cluster")
        if network.suffix.lower() == ".vnnlib" and property_.suffix.lower() != ".vnnlib":
            raise BadInput(
                f"verify: {network} is a property, and the network comes first: "
                f"memocert verify {typed_path(property_)} {typed_path(network)}"
            )
        one = Instance(network, property_, limit_of(timeout), "", (str(network), str(property_)))
        point, values, outcome = _single(one, output, jobs, cluster)
        outcomes = [outcome]
    else:
        if network is not None:
            raise BadInput("verify: a network and --instances exclude each other")
        outcomes = _listed(read_instances(listed, timeout, complain), output, jobs, cluster)
    if as_json:
        say_json({"results": outcomes, **({"point": point, "outputs": values} if point else {})})
    else:
        if point:
            text, given = ", ".join(map(str, point)), ", ".join(map(for_reading, values))
            say(
                wrapped(f"at the input {text} the {'output is' if len(values) == 1 else 'outputs are'} {given}")
                if len(text) + len(given) <= 2000
                else f"the input is long: {'-o FOLDER' if output is None else output} keeps it"
            )
        say(outcomes_text(outcomes), end="")
    words = {"otherwise" if outcome.differs else outcome.verdict for outcome in outcomes}
    raise typer.Exit(_CODES[next(word for word in _GRAVEST if word in words)])


def _single(instance: "Instance", keep: Path | None, jobs: int, cluster: str | None) -> "tuple[Point, Point, Outcome]":
    """Return what became of one instance, with the point of ``sat`` and the outputs there."""
    from exchange.vnnlib.query import Beyond
    from verify.queries.answers import Effort
    from verify.queries.instances import Outcome, decided

    name = instance.name
    try:
        with (
            spinner(f"verifying {instance.network.name}") as progress,
            TemporaryDirectory() as folder,
            workers_of(jobs, cluster) as workers,
        ):
            where = Path(folder) / "shown" if keep is None else keep
            effort = Effort(instance.seconds, workers, progress)
            found, outcome = decided(instance, where, effort, limited(instance.seconds))
    except Beyond as error:
        return (), (), Outcome(*name, "unknown", 0.0, note=str(error), limit=instance.seconds, key=instance.key)
    except TimedOut:
        seconds = instance.seconds or 0.0
        return (), (), Outcome(*name, "timed-out", seconds, limit=instance.seconds, key=instance.key)
    if keep is not None and keep.is_dir():
        outcome = replace(outcome, folder=str(keep))
    return found.point, found.outputs, outcome


def _listed(instances: "list[Instance]", output: Path | None, jobs: int, cluster: str | None) -> "list[Outcome]":
    """Return what became of the instances of a list; Ctrl-C says how far it came."""
    from verify.queries.instances import counted, tried

    found: dict[int, Outcome] = {}

    def far() -> str:
        where = ", none of them kept" if output is None else f", kept; the same command goes on from {output}"
        return f"{len(found):,} of {count_of(len(instances), 'instance')} done, {counted(list(found.values()))}{where}"

    with TemporaryDirectory() as folder, kept(far), spinner("verifying") as progress:
        progress(0, len(instances))
        for number, outcome in tried(instances, output or Path(folder), jobs, cluster):
            found[number] = outcome if output is not None else replace(outcome, folder="")
            progress(len(found), len(instances))
    return [found[number] for number in sorted(found)]


@ends_in_time
def instances(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same instances.")] = 0,
    kinds: Annotated[
        list[str] | None,
        typer.Option(help="memorizer, perceptron, family or synthesized; repeat for several. Default: all."),
    ] = None,
    count: Annotated[int, typer.Option(min=1, help="How many networks of each kind.")] = 1,
    ask: Annotated[
        Literal["marabou"] | None, typer.Option(help="A verifier that is installed, whose answers are compared.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write networks with properties whose truth is certified, at margins from a tenth down to 0.

    They are for trying verifiers that compute in floating point.
    """
    from exchange.vnnlib.marabou import check_installed
    from verify.queries.truth import TRIES, empty_kinds, kinds_of, make_instances

    if ask is not None:
        check_installed()
    wanted = kinds_of(kinds or [])
    with kept(left_at(folder, "not all instances written")), spinner("making instances") as progress:
        made = make_instances(folder, seed, wanted, count, progress)
    for kind in empty_kinds(made, wanted):
        complain(
            f"{kind}: no instance: {count_of(count * TRIES, 'network')} drawn, none with two classes and a largest "
            "radius that was found exactly in time; another --seed draws others"
        )
    said = {} if ask is None else _asked(folder, made)
    if as_json:
        say_json({"folder": folder, "instances": [asdict(item) | {"said": said.get(item.query)} for item in made]})
        return
    sat = sum([item.known == "sat" for item in made])
    say(f"{folder}: {count_of(len(made), 'instance')}, {sat:,} sat, {len(made) - sat:,} unsat, each with what shows it")
    if ask is not None:
        say(_compared(made, said), end="")


def _asked(folder: Path, made: "list[Known]") -> dict[str, str]:
    """Return what Marabou says to each instance."""
    from exchange.vnnlib.marabou import marabou_says

    found = {}
    with spinner("asking Marabou") as progress:
        for number, item in enumerate(made):
            progress(number, len(made))
            found[item.query] = marabou_says(folder / item.network, folder / item.query, _PATIENCE)
    return found


def _compared(made: "list[Known]", said: dict[str, str]) -> str:
    """Return what a verifier says, wrong answers first; a last line counts them."""
    decided = [item for item in made if said[item.query] in ("sat", "unsat")]
    wrong = [item for item in decided if said[item.query] != item.known]
    rest = [item for item in made if item not in wrong]
    lines = [f"{item.query}: {said[item.query]}, which is wrong: {item.known}, margin {item.margin}" for item in wrong]
    lines += [f"{item.query}: {said[item.query][:100]}" for item in rest]
    lines.append(f"of {count_of(len(made), 'instance')} it answers {len(decided):,}, {len(wrong):,} of them wrongly")
    return "\n".join(lines) + "\n"

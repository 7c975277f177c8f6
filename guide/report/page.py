"""The report: one page that stands alone, from bundles to HTML; every verdict is derived while it is written."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from importlib.metadata import version
from operator import eq
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from constructions.files.bundle import NETWORK_FILE, ORIGINAL_FILE, Bundle, check_folder, read_bundle
from constructions.files.canonical import digest
from constructions.model.account import Account, account_of
from constructions.model.batch import Evaluation, evaluate_many
from constructions.model.cost import MEASURES, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.names import printable
from constructions.model.nouns import count_of
from constructions.model.progress import Progress, silent
from constructions.model.rational import different, long_integers
from guide.drawing.charts import Curve, bounds, curves, histogram
from guide.drawing.plot import sweep
from guide.drawing.svg import STYLE, decimal
from guide.drawing.tree_chart import Flow, flow_of
from guide.drawing.tree_layout import flow_picture
from guide.likeness import original_of
from guide.report.carried import Carried, scripts
from guide.report.plane import Plane, label_text, legend_of, plane_of
from guide.report.radii import RadiiPicture, radii_of
from guide.report.summary import Layers, summary_of, text_of
from guide.report.verdicts import Finding, bound_on_comparisons, judged, proved_most
from verify.check.verdict import Malformed

NOTHING = Markup("")

MOST_BUNDLES = 200
"""A folder with more bundles is refused: its page would be too long to read."""


@dataclass(frozen=True, slots=True)
class Section:
    """What the page says of one bundle, or why it can say nothing."""

    name: str
    findings: list[Finding]
    exit_code: int
    problem: str = ""
    points: int = 0
    account: Account | None = None
    facts: list[tuple[str, str]] = field(default_factory=list)
    flow: Flow | None = None
    diagram: Markup = NOTHING
    layers: list[Layers] = field(default_factory=list)
    text: str = ""
    named: bool = False
    radii: list[RadiiPicture] = field(default_factory=list)
    plane: Plane | None = None
    legend: list[tuple[Markup, str]] = field(default_factory=list)
    histograms: list[Markup] = field(default_factory=list)
    always: str = ""
    growth: Markup = NOTHING
    bounds: Markup = NOTHING
    upper_source: str = ""

    @property
    def accepted(self) -> int:
        """How many claims are accepted and speak of the network and the data that are shown."""
        return sum([finding.counts for finding in self.findings])


def bundles_in(target: Path) -> list[Path]:
    """Return the bundle itself, or the bundles directly inside a folder, by name.

    Raises:
        BadInput: if there is none, or there are more than ``MOST_BUNDLES``.
    """
    check_folder(target)
    if _is_bundle(target):
        return [target]
    found = sorted([path for path in target.iterdir() if path.is_dir() and _is_bundle(path)])
    if not found:
        raise BadInput(f"{target}: no bundle in it: a bundle is a folder with network.json and claims")
    if len(found) > MOST_BUNDLES:
        raise BadInput(f"{target}: {len(found)} bundles are too many for one page; at most {MOST_BUNDLES}")
    return found


def _is_bundle(folder: Path) -> bool:
    return (folder / NETWORK_FILE).is_file() or any(folder.glob("*.claim.json"))


def sections(folders: list[Path], up_to: int = 0, progress: Progress = silent) -> Iterator[Section]:
    """Yield what the page says of each bundle; a bundle that cannot be read gets a section that says so.

    Args:
        up_to: the catalogue is built on the first points of the data, up to so many; 0 leaves that out.
    """
    for number, folder in enumerate(folders):
        progress(number, len(folders))
        yield _section(folder, up_to)
    progress(len(folders), len(folders))


def page(title: str, parts: list[Section], carried: list[list[Carried]] | None = None) -> str:
    """Return the page as text; everything that comes from a bundle is escaped, and no script of others can run in it.

    Args:
        carried: the files of each bundle, for a page that checks them where it is read; None for one without a script.
    """
    environment = Environment(
        loader=PackageLoader("guide"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["mean"] = _mean
    environment.filters["count"] = _count
    return environment.get_template("report.html").render(
        title=printable(title, 80),
        sections=parts,
        carried=carried,
        scripts=None if carried is None else scripts(),
        style=STYLE,
        measures=list(MEASURES),
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        versions=f"memocert {version('memocert')}, Python {platform.python_version()}",
    )


@long_integers()
def _section(folder: Path, up_to: int) -> Section:
    """Return what is said of a bundle; where it cannot be shown, what the checker says of its claims all the same."""
    name, shown, problem = printable(folder.resolve().name), None, ""
    try:
        shown = read_bundle(folder)
    except BadInput as error:
        problem = printable(error, 1_000)
    try:
        findings, code = judged(folder, shown)
        if shown is not None:
            return _pictures(name, shown, findings, code, up_to)
    except (BadInput, Malformed) as error:
        return Section(name, [], 2, printable(error, 1_000))
    return Section(name, findings, code if findings else 2, problem)


def _pictures(name: str, bundle: Bundle, findings: list[Finding], code: int, up_to: int) -> Section:
    network, dataset = bundle.network, bundle.dataset
    evaluation = None if dataset is None else evaluate_many(network, dataset.points)
    account = account_of(network, dataset, evaluation)
    flow = flow_of(network, dataset)
    layers = summary_of(network, flow, account.size)
    lower, upper = bound_on_comparisons(findings), proved_most(findings, "comparisons")
    most = account.structural.comparisons if upper is None else upper
    section = Section(
        name,
        findings,
        code,
        account=account,
        facts=_facts(bundle, account),
        flow=flow,
        layers=layers,
        diagram=NOTHING if layers else flow_picture(flow, 0 if dataset is None else dataset.rows),
        text=text_of(network, dataset, account.size),
        named=flow.named,
        radii=radii_of(findings),
        bounds=NOTHING,
        upper_source="read off the structure" if upper is None else "proved",
    )
    if dataset is None or evaluation is None:
        return section
    histograms, always = _histograms(evaluation, dataset)
    memorizes = all(map(eq, evaluation.outputs, dataset.labels))  # else its own number bounds no least one from above
    return replace(
        section,
        bounds=bounds(lower, most, "comparisons") if memorizes and lower is not None else NOTHING,
        points=dataset.size,
        plane=plane_of(network, dataset),
        legend=legend_of(dataset) if network.input_width == 2 else [],
        histograms=histograms,
        always=always,
        growth=_growth(dataset, up_to, account.structural.total),
    )


def _facts(bundle: Bundle, account: Account) -> list[tuple[str, str]]:
    """Return sizes as pairs of name and text."""
    size = account.size
    neurons = f"{size.neurons:,}"
    if size.unrolled_neurons != size.neurons:
        neurons += f" (shared parts copied out: {_count(size.unrolled_neurons)})"
    return [
        *_data_facts(bundle.dataset),
        *_before(bundle, account),
        ("network", f"inputs {account.inputs:,}, outputs {account.outputs:,}, distinct parts {size.nodes:,}"),
        ("gates", f"{size.gates:,}"),
        ("neurons", neurons),
        (
            "stored numbers",
            f"{size.parameters:,}: weights but 0 and +-1, biases and thresholds but 0; {count_of(size.slots, 'slot')}",
        ),
        ("depth, width", f"{_count(size.depth)}, {size.width:,}"),
        ("numbers", f"the longest has {count_of(size.largest_bits, 'bit')}, all together {size.total_bits:,}"),
        ("SHA-256 of the network", digest(bundle.network_data)),
        *([] if bundle.dataset_data is None else [("SHA-256 of the data", digest(bundle.dataset_data))]),
    ]


def _before(bundle: Bundle, account: Account) -> list[tuple[str, str]]:
    """Return what the network costs that this one was synthesized from, beside what this one does."""
    try:
        original = original_of(bundle)
        if original is None:
            return []
        before, after = structural_worst(original).total, account.structural.total
    except BadInput as error:  # too large to be read, or to be counted, which is no fault of the network shown
        return [("synthesized from", f"{ORIGINAL_FILE}: {error}")]
    text = f"{ORIGINAL_FILE}, which makes at most {count_of(before, 'operation')} on any input; this one {after:,}"
    return [("synthesized from", text)]


def _data_facts(dataset: Dataset | None) -> list[tuple[str, str]]:
    if dataset is None:
        return [("data", "none: the bundle has no data set")]
    labels = different(dataset.labels)
    named = ", ".join([label_text(dataset, label) for label in labels[:8]]) + (", ..." if len(labels) > 8 else "")
    return [
        ("data", f"{count_of(dataset.size, 'point')} of Q^{dataset.width}, {count_of(dataset.rows, 'row')}"),
        ("labels", f"{len(labels):,} different: {named}"),
    ]


def _count(value: int) -> str:
    return f"{value:,}" if value < 10**12 else f"about 2^{value.bit_length() - 1}"


def _histograms(evaluation: Evaluation, dataset: Dataset) -> tuple[list[Markup], str]:
    """Return how many rows take how many operations, and the same of comparisons where these are not all there is.

    What is the same for all rows has no picture, but is said in words.
    """
    rows: dict[str, dict[int, int]] = {"total": {}, "comparisons": {}}
    for number, times in enumerate(dataset.counts):
        operations = evaluation.at(number)
        for kind, counted in rows.items():
            count = MEASURES[kind](operations)
            counted[count] = counted.get(count, 0) + times
    labels = {"total": "operations", "comparisons": "comparisons"}
    if rows["total"] == rows["comparisons"]:
        labels = {"total": "operations, all of them comparisons"}
    drawn = [histogram(rows[kind], label) for kind, label in labels.items() if len(rows[kind]) > 1]
    same = [f"{min(rows[kind]):,} {label}" for kind, label in labels.items() if len(rows[kind]) == 1]
    return drawn, f"Each row takes {' and '.join(same)}." if same else ""


def _mean(value: Fraction) -> str:
    """Return a mean with two decimals at most, and commas between thousands.

    >>> _mean(Fraction(10_977, 2)), _mean(Fraction(5, 3))
    ('5,488.5', '1.67')
    """
    whole, point, part = decimal(value).partition(".")
    return f"{int(whole):,}{point}{part}"


def _growth(dataset: Dataset, up_to: int, own: int) -> Markup:
    """Return operations against n for the catalogue on some points, drawn by lot, and of this network on all points."""
    largest = min(up_to, dataset.size)
    if largest <= 4:
        return NOTHING
    lines: dict[str, list[tuple[int, int]]] = {}
    full = {}
    for dot in sweep((), largest, dataset):
        lines.setdefault(dot.name, []).append((dot.points, dot.figures.operations))
        full[dot.name] = dot.conditional
    drawn = [Curve(name, tuple(dots), full[name]) for name, dots in lines.items() if len(dots) > 1]  # one makes no line
    return curves(drawn, "operations", (dataset.size, own)) if drawn else NOTHING

"""All that is worked out is paid for, and all that is kept is held: counted in steps and bits, never by the clock."""

import hashlib
import json
import weakref
from bisect import bisect_left
from typing import Any

import pytest
from hostile import ANYTHING, Z, bundle

from constructions.model.rational import long_integers
from verify.check import dataset, network, reader, values
from verify.check.budget import MAX_HELD_BITS, MAX_STEPS, MAX_VALUE_BYTES, Budget, price_of_divisor
from verify.check.bundle import Files, Memory, _check, check_claims
from verify.check.dataset import Dataset, read_dataset
from verify.check.engine import Engine
from verify.check.rules.shared import around, ends as ends_of, refuted_sets, sides as sides_of_points
from verify.check.values import memory
from verify.check.verdict import Malformed, Result

POSITIVE: list[Any] = [[Z, ">", "0"]]
NOTHING = ["affine", 1, [[]], ["0"]]


class Watched(Budget):
    """A budget that remembers the most that was held at one time."""

    most = 0

    def hold(self, bits: int) -> None:
        super().hold(bits)
        self.most = max(self.most, MAX_HELD_BITS - self.bits)


def checked(nodes: list[Any], kind: str, hints: list[Any], **keys: Any) -> tuple[Result, Watched]:
    """Return what became of one claim, and the budget after it; a data set of ``rows`` is made if there are some."""
    budget = Watched()
    return _check(Files(Memory(bundle(nodes, kind, hints, **keys)), budget), "a.claim.json"), budget


def at_most(nodes: list[Any], hints: list[Any], domain: list[Any] | None = None) -> tuple[Result, Watched]:
    keys = {"domain": domain or [], "measure": "total", "bound": 10**12, "attained": None}
    return checked(nodes, "operations at most", hints, **keys)


def test_a_split_pays_for_the_places_that_it_copies_and_no_more() -> None:
    """Eight open coordinates stand beside thousands that are constant; every side of every split goes on."""
    places, width = 8, 4096

    def splits(place: int) -> list[Any]:
        return [["split", place], *splits(place + 1) * 2] if place < places else []

    rows = [*[Z] * places, *[[]] * width]
    nodes = [["affine", 1, rows, ["1"] * len(rows)], ["step", len(rows)], ["affine", len(rows), [[]], ["0"]]]
    nodes.append(["sequence", [0, 1, 2]])
    claim = bundle(nodes, "output within", splits(0), domain=[], outputs=ANYTHING)
    files = Files(Memory(claim))
    assert _check(files, "a.claim.json").verdict == "accepted"
    assert len(rows) * 2**places < MAX_STEPS - files.budget.steps < 10 * len(rows) * 2**places
    held = files.budget.bits  # the network that was read stays
    assert MAX_HELD_BITS - 2**20 < held <= MAX_HELD_BITS
    assert _check(files, "a.claim.json").verdict == "accepted"
    assert files.budget.bits == held


def test_structure_is_decided_before_any_form_is_built() -> None:
    keys = {"domain": [], "measure": "comparisons", "bound": 2**20, "attained": None}
    result, budget = checked([["relu", 2**20]], "operations at most", [["structure"]], **keys)
    assert (result.verdict, MAX_STEPS - budget.steps < 10_000) == ("accepted", True)


@pytest.mark.parametrize("kind", ["affine", "relu", "identity", "concatenate"])
def test_tiny_visits_at_points_are_paid_for(kind: str) -> None:
    """A visit takes about a microsecond however small its node is: at least sixteen steps."""
    nodes: list[Any] = [[kind, 1]]
    if kind == "affine":
        nodes = [["affine", 1, [Z], ["0"]]]
    elif kind == "concatenate":
        nodes = [["identity", 1], ["concatenate", [0]]]
    last = len(nodes) - 1
    nodes += [["sequence", [last + level, last + level]] for level in range(10)]
    keys = {"rows": [[["1"], ["1"], 1]], "labels": "as given", "radius": "0"}
    result, budget = checked(nodes, "memorizes robustly", [], **keys)
    assert (result.verdict, MAX_STEPS - budget.steps > 16 * 2**10) == ("accepted", True)


class Unmultiplied(int):
    """A number that nobody has paid to multiply."""

    def __mul__(self, other: object) -> int:
        raise AssertionError("a product that is not paid for")

    __rmul__ = __mul__


@pytest.mark.parametrize("far", [-1, 0, 1])
@pytest.mark.parametrize("near", [-1, 0, 1])
def test_signs_of_evidence_are_compared_and_not_multiplied(
    monkeypatch: pytest.MonkeyPatch, far: int, near: int
) -> None:
    at = values.at
    monkeypatch.setattr(around, "at", lambda *read: Unmultiplied(at(*read)))
    keys: dict[str, Any] = {"rows": [[["0"], ["0"], 1]], "labels": "as given", "radii": [["closed", "0", "1"]]}
    result, _ = checked([["identity", 1]], "memorizes with radii", [["wrong", 1, far, near]], **keys)
    assert result.verdict == ("accepted" if far and far * near >= 0 else "rejected")


def test_a_join_pays_for_the_factor_of_each_part() -> None:
    """Each part is over a long denominator of its own, and all are brought over one that is as long as all of them."""
    long, parts = 10**3000 + 1, 100
    with long_integers():
        nodes: list[Any] = [["affine", 1, [[]], [f"-1/{long}"]], ["relu", 1], ["sequence", [0, 1]]]
        nodes += [["affine", 1, [[]], [f"1/{10**9000 + 2 * number + 1}"]] for number in range(8)]
    nodes += [["concatenate", [2] * parts + list(range(3, 11))], ["affine", parts + 8, [[]], ["0"]]]
    nodes.append(["sequence", [len(nodes) - 2, len(nodes) - 1]])
    spent = []
    for copies in (parts, 2 * parts):
        nodes[-3][1] = [2] * copies + list(range(3, 11))
        nodes[-2][1] = copies + 8
        result, budget = checked(nodes, "memorizes", [], rows=[[["1"], ["0"], 1]], labels="as given")
        assert result.verdict == "accepted"
        spent.append(budget.steps)
    bits = long.bit_length() + 8 * (10**9000).bit_length()
    quotient = 3 * (bits >> 8) * (long.bit_length() >> 8)
    lengths_and_rest = 3 * (long.bit_length() >> 8) ** 2  # what the least common denominator pays for a part as it is
    assert spent[0] - spent[1] > parts * (quotient + lengths_and_rest)


def test_what_is_to_run_is_held_while_sides_wait() -> None:
    """Each side that waits goes on with a list of its own of what is to run."""
    length, splits = 300, 200
    nodes: list[Any] = [["identity", 1], ["affine", 1, [[0, "3"]], ["7"]], ["branch", 1, Z, "0", 0, 0]]
    nodes += [["sequence", [2] + [0] * length], ["sequence", [3] * splits + [1]]]
    _, budget = at_most(nodes, [["split", 0]] * splits)
    assert budget.most > splits * length * 8 * 88


@pytest.mark.parametrize("form", ["parts", "levels"])
def test_concatenations_are_held_while_sides_wait(form: str) -> None:
    """Each side that waits goes on with the parts that are done, or with the concatenations in which it stands."""
    length, splits = 100, 60
    nodes: list[Any] = [["identity", 1], ["branch", 1, Z, "0", 0, 0]]
    if form == "parts":
        nodes += [["concatenate", [0] * length + [1]], ["affine", length + 1, [[]], ["0"]]]
        nodes.append(["sequence", [2, 3]])
    else:
        nodes += [["concatenate", [number]] for number in range(1, length + 1)]
    last = len(nodes) - 1
    nodes += [["concatenate", [last] * splits], ["affine", splits, [[]], ["0"]], ["sequence", [last + 1, last + 2]]]
    result, budget = at_most(nodes, [["split", 0]] * splits)
    assert "there is no hint left" in result.reason
    entries = 8 * 88 * (length if form == "levels" else 0)
    assert budget.most > splits * (entries + length * 8 * 150)


def test_forms_that_a_region_keeps_stay_held_when_their_wires_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above a split of a relu the region keeps the very form of the wire."""
    width, splits = 40, 30
    row = [item for place in range(width) for item in (place, str(700 + place % 2))]
    nodes: list[Any] = [["affine", width, [row, Z], ["0", "0"]], ["relu", 2], ["affine", 2, [[]], ["0"]]]
    nodes += [["sequence", [0, 1, 2]], ["concatenate", [3] * splits]]
    following, short = Engine._next_part, []

    def next_part(engine: Engine) -> None:
        held = MAX_HELD_BITS - engine.budget.bits
        short.append(held < sum([memory(form) for form, _ in engine.region]))
        following(engine)

    monkeypatch.setattr(Engine, "_next_part", next_part)
    result, _ = at_most(nodes, [["split", 0], ["bound"], ["above", 1, 1, 0, 1]] * splits, POSITIVE)
    assert (result.verdict, len(short), any(short)) == ("accepted", splits - 1, False)


def test_lists_of_a_layer_are_held_while_sides_wait() -> None:
    """A side that waits in a layer keeps its forms and what is found; one behind it keeps what the layer gave."""
    width, layers = 300, 40
    rows: list[Any] = [[] for _ in range(width - 2)] + [Z, [1, "1"]]
    nodes: list[Any] = [["affine", 2, rows, ["0"] * width], ["relu", width], ["affine", width, [[]], ["0"]]]
    nodes += [["branch", width, [width - 1, "1"], "1", 2, 2], ["sequence", [1, 3]], ["concatenate", [4] * layers]]
    nodes.append(["sequence", [0, 5]])
    hints = [["split", width - 2], ["above", width - 1, 1, 0, 1], ["split", 0]] * layers
    result, budget = at_most(nodes, hints, [[[1, "1"], ">", "0"]])
    assert "there is no hint left" in result.reason
    assert budget.most > layers * width * 64 * 4


def test_what_is_let_go_is_no_longer_held() -> None:
    """At points and where no side waits, all that was to run, and every list of a layer, is let go again."""
    nodes: list[Any] = [["affine", 2, [[0, "1"], [1, "1"]], ["1", "1"]], ["relu", 2], ["concatenate", [0]]]
    nodes.append(["sequence", [0, 1, 2, 1] * 50])
    most = []
    for times in (1, 40):
        whole = [*nodes, ["sequence", [3] * times], ["affine", 2, [[]], ["0"]], ["sequence", [4, 5]]]
        result, budget = checked(whole, "memorizes", [], rows=[[["1", "1"], ["0"], 1]], labels="as given")
        assert result.verdict == "accepted"
        most.append(budget.most)
    assert most[1] - most[0] < 40 * 8192


def test_that_a_fraction_is_in_lowest_terms_is_paid_for() -> None:
    """Bytes pay for the digits; the greatest common divisor of two long numbers takes longer than to read them."""
    digits = 9999
    with long_integers():
        text, bits = f"1{digits * '0'}/{digits * '9'}7", (10**digits).bit_length()
        budget = Budget()
        reader.rational(text, "a number", budget)
        assert Budget().steps - budget.steps >= price_of_divisor(bits, bits)
        with pytest.raises(Malformed, match="more steps than the limit"):
            reader.rational(text, "a number", Budget(steps=10_000))


class Unshifted(int):
    """A long number that nobody has paid to copy once for each of its bits."""

    def __rshift__(self, other: object) -> int:
        raise AssertionError("a shift that is not paid for")


@pytest.mark.parametrize(("digits", "behind"), [("1", 0), ("101", 0), ("1", 4000), ("1" * 4000, 0), ("1011", 700)])
def test_the_points_of_a_set_are_found_without_copying_it_for_each(digits: str, behind: int) -> None:
    mask = int(digits, 2) << behind
    found = refuted_sets.members(Unshifted(mask), Budget())
    assert sum([1 << number for number in found]) == mask
    assert found == sorted(found)


def test_dichotomies_are_held_while_others_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A set behind many points is long, and each of its dichotomies is as long as it is."""
    behind, ends = 5000, 4
    rows = [[[str(number)], ["0"], 1] for number in range(behind + 2)]
    hints: list[Any] = [["dichotomies", 3 << behind], ["split", 0], ["split", 1], ["path", 1, 0, -1]]
    hints += [["path", 1, 1, -behind - 1], ["split", 1], ["path", 2, -2, 2 * behind + 1], ["path", 1, 0, 1]]
    found: list[list[int]] = []

    def feasible_ends(engine: Engine, *rest: Any) -> Any:
        assert MAX_HELD_BITS - engine.budget.bits >= ends * behind
        for end in ends_of.feasible_ends(engine, *rest):
            yield end
            found.append(engine.values[:-1])

    monkeypatch.setattr(sides_of_points, "feasible_ends", feasible_ends)
    engine = Engine(hints, Budget())
    (_, *numbers) = engine.hints.take("dichotomies")
    mask, sides = sides_of_points.dichotomies(numbers, read_rows(rows), (1 << behind + 2) - 1, engine)
    assert found == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert (mask, sides) == (3 << behind, [number << behind for number in (0, 2, 1, 3)])
    assert MAX_HELD_BITS - engine.budget.bits >= ends * behind


def read_rows(rows: list[Any]) -> Dataset:
    table = {"format": "memocert dataset", "version": 1, "classes": None, "rows": rows}
    return read_dataset(json.dumps(table).encode(), Budget())


def test_keys_of_objects_count_among_the_values_of_a_file() -> None:
    """A key with its value takes more than twice as much memory as an entry of a list."""
    head = {"format": "memocert network", "version": 1}
    assert reader.document(json.dumps({**head, "x": [1] * 100}).encode(), "network", Budget(values=10_000))
    text = json.dumps({**head, **{str(number): 1 for number in range(100)}}).encode()
    with pytest.raises(Malformed, match="its values, beside those that are kept, take more memory than the limit"):
        reader.document(text, "network", Budget(values=10_000))


def test_a_text_with_an_escape_counts_four_bytes_for_each_of_its_characters() -> None:
    """One character beyond U+FFFF makes all others of its text as long."""
    plain, wide = (json.dumps(["a" * 1000 + last]).encode() for last in ("a", "\U00010000"))
    for text, least in ((plain, 1_000), (wide, 4_000)):
        budget = Budget()
        reader.parsed(text, budget)
        assert least <= MAX_VALUE_BYTES - budget.values < least + 200


def test_the_head_of_a_data_set_is_let_go_before_its_rows_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its price is given back, so nothing may hold it any longer."""
    alive: list[weakref.ref[Any]] = []

    class Classes(list[str]):
        """A list that can be watched."""

    def watched(*_: Any) -> dict[str, Any]:
        classes = Classes(["no", "yes"])
        alive.append(weakref.ref(classes))
        return {"format": "memocert dataset", "version": 1, "classes": classes, "rows": []}

    def parsed(*_: Any) -> list[Any]:
        assert alive[0]() is None
        return [[["1/2"], ["0"], 1]]

    monkeypatch.setattr(dataset, "entries", lambda value, *_: value)
    monkeypatch.setattr(dataset, "document", watched)
    monkeypatch.setattr(dataset, "parsed", parsed)
    found = read_dataset(b'{"rows":[\n[["1/2"],["0"],1]\n]}\n', Budget())
    assert (found.classes, found.size) == (2, 1)


def test_what_was_read_in_vain_is_let_go_before_a_data_set_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever handles an error keeps its frames, and all that they read."""
    alive: list[weakref.ref[Any]] = []

    class Rows(list[Any]):
        """A list that can be watched."""

    def parsed(*_: Any) -> Any:
        rows = Rows([[["1/2"], ["0"], 1]])
        alive.append(weakref.ref(rows))
        raise Malformed(str(len(rows)))

    def whole(*_: Any) -> None:
        assert alive[0]() is None

    monkeypatch.setattr(dataset, "parsed", parsed)
    monkeypatch.setattr(dataset, "_whole", whole)
    data = b'{"format":"memocert dataset","version":1,"classes":null,"rows":[\n[["1/2"],["0"],1]\n]}\n'
    read_dataset(data, Budget())
    assert len(alive) == 1


def test_values_of_all_files_that_are_kept_count_together() -> None:
    """Of a claim, its network and its certificate each fits by itself; the next claim has the room of the last one."""
    nodes = [*[["affine", 1, [[]], ["0"]] for _ in range(8)], ["sequence", [*range(8)]]]
    files = bundle(nodes, "memorizes", [], rows=[[["1"], ["0"], 1]], labels="as given")
    files["b.claim.json"] = files["a.claim.json"]
    files["b.certificate.json"] = files["a.certificate.json"].replace(b"a.claim", b"b.claim")
    needed = {}
    for names in (["a.claim.json"], ["a.claim.json", "b.claim.json"]):
        for room in range(0, 20_000, 50):
            results = [result.verdict for result in check_claims(Files(Memory(files), Budget(values=room)), names)]
            if results == ["accepted"] * len(names):
                needed[len(names)] = room
                break
    taken = {}
    for name in ("a.claim.json", "a.certificate.json", "network.json", "dataset.json"):
        budget = Budget()
        reader.parsed(files[name], budget)
        taken[name] = MAX_VALUE_BYTES - budget.values
    assert needed[1] == needed[2]
    assert 0 <= needed[1] - sum(taken.values()) < 50 < max(taken.values())


@pytest.mark.parametrize("account", ["values", "bits"])
def test_networks_that_stay_take_room_from_the_claims_behind_them(account: str) -> None:
    """Two claims about two networks need room for both; two about one need no more than one of them."""
    row = [item for place in range(40) for item in (place, f"1/{2 * place + 3}")]
    nodes = [["affine", 40, [row] * 4, ["1/7"] * 4]]
    keys: dict[str, Any] = {"domain": [], "outputs": [[[], ">=", "-1"]]}
    files = bundle(nodes, "output within", [], **keys)
    for name, network_file in (("b", b"network.json"), ("c", b"two.json")):
        claim = files["a.claim.json"].replace(b"network.json", network_file)
        proof = files["a.certificate.json"].replace(b"a.claim", b"%s.claim" % name.encode())
        before, after = [hashlib.sha256(text).hexdigest().encode() for text in (files["a.claim.json"], claim)]
        files |= {f"{name}.claim.json": claim, f"{name}.certificate.json": proof.replace(before, after)}
    files["two.json"] = files["network.json"]

    def needed(*names: str) -> int:
        def is_enough(room: int) -> bool:
            found = Files(Memory(files), Budget(**{account: room}))
            results = check_claims(found, [f"{name}.claim.json" for name in names])
            return all([result.verdict == "accepted" for result in results])

        return bisect_left(range(10**7), True, key=is_enough)

    assert needed("a") == needed("a", "b") < needed("a", "c") - 5_000


@pytest.mark.parametrize("fault", ["network", "dataset", "blocks"])
def test_of_a_malformed_file_nothing_is_held(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    if fault == "blocks":
        monkeypatch.setattr("verify.check.bundle.BLOCK_BYTES", 1)
    nodes: list[Any] = [["identity", 1]]
    rows: list[Any] = [[[f"{number}/{2**200 + 1}"], ["0"], 1] for number in range(1, 9)]
    if fault == "network":
        nodes += [["sequence", [0]], ["bad"]]
    else:
        rows.append(["bad"])
    files = Files(Memory(bundle(nodes, "memorizes", [], rows=rows, labels="as given")))
    assert _check(files, "a.claim.json").verdict == "malformed"
    assert files.budget.bits == MAX_HELD_BITS


@pytest.mark.parametrize("kind", ["network", "dataset"])
def test_what_a_file_says_is_let_go_while_it_is_read(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    entries = [["identity", 1], ["sequence", [0]]] if kind == "network" else [[["1"], ["0"], 1], [["2"], ["0"], 1]]
    key = "nodes" if kind == "network" else "rows"
    document: dict[str, Any] = {"format": f"memocert {kind}", "version": 1, key: entries}
    if kind == "dataset":
        document["classes"] = None
    module: Any = network if kind == "network" else dataset
    monkeypatch.setattr(module, "document", lambda *_: document)
    (network.read_network if kind == "network" else dataset._whole)(b"", Budget())
    assert entries == [None, None]


WIDE = 40
LAYERS = [
    ["affine", 1, [[0, "1"]] * WIDE, [str(place) for place in range(-WIDE // 2, WIDE // 2)]],
    ["relu", WIDE],
    ["affine", WIDE, [[item for place in range(WIDE) for item in (place, "1/3")]], ["0"]],
    ["sequence", [0, 1, 2]],
]
BETWEEN: list[Any] = [[Z, ">=", "-100"], [Z, "<=", "100"]]


def relaxed(*hints: list[Any]) -> tuple[Result, Watched]:
    keys = {"domain": BETWEEN, "outputs": [[Z, "<=", "100000"]]}
    return checked(LAYERS, "output within", [*hints, ["goal*", 1]], **keys)


def test_units_are_held_with_their_forms_and_bounds() -> None:
    short, long = [relaxed(["relax", scale])[1].most for scale in (1, 10**3000)]
    bits = (10**3000).bit_length()
    assert long - short >= WIDE * 3 * bits  # the scale and both bounds
    exact = [["split", place] for place in range(WIDE)]
    assert checked(LAYERS, "output within", exact, domain=BETWEEN, outputs=[])[1].most < long


def test_bounds_of_units_that_a_waiting_side_has_stay_held() -> None:
    def most(*hints: list[Any]) -> int:
        result, budget = relaxed(["relax", 10**2000], *hints)
        assert result.verdict == "rejected"  # sides that wait are not shown
        return budget.most

    splits = [["divide", place, 0, 1] for place in range(5)]
    between = [hint for split in splits for hint in (split, ["own"])]
    assert most(*between) - most(*splits) >= 4 * WIDE // 2 * 2 * (10**2000).bit_length() // 2


def test_a_bound_pays_for_each_unit_and_each_of_its_terms() -> None:
    def steps(number: int, *hints: list[Any]) -> int:
        _, budget = relaxed(["relax", 1], *[["own", 0]] * number, *hints)
        return MAX_STEPS - budget.steps

    one = steps(1) - steps(0)
    assert one >= 2 * 4 * WIDE
    assert steps(500) - steps(0) >= 499 * one


def test_long_slopes_and_scales_are_paid_for_as_products_by_hand() -> None:
    def steps(scale: int, slope: int) -> int:
        return MAX_STEPS - relaxed(["relax", scale], ["own", 0, 1, -1, slope])[1].steps

    digits = 10**9000
    words = digits.bit_length() // 256
    assert steps(digits, digits) - steps(1, 1) >= words * words + WIDE * words
    assert steps(1, digits) - steps(1, 1) >= words


def test_bounds_that_an_end_finds_anew_stay_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    must, free = ends_of._must_follow, list[int]()

    def noted(engine: Engine, *words: Any) -> None:
        free.append(engine.budget.bits)
        must(engine, *words)

    monkeypatch.setattr(ends_of, "_must_follow", noted)
    nodes: list[Any] = [["affine", 1, [Z, Z], ["0", "0"]], ["relu", 2], ["sequence", [0, 1]]]
    keys = {"domain": [[Z, ">=", "-1"], [Z, "<=", "1"]], "outputs": [[Z, "<=", "1"], [[1, "1"], "<=", "1"]]}
    hints = [["relax", 1], ["divide", -1, 0, 2], *[["own"], ["goal*", 1], ["goal*", 1]] * 2]
    result, _ = checked(nodes, "output within", hints, **keys)
    assert result.verdict == "accepted"
    assert free[1] <= free[0]
    assert free[3] <= free[2]

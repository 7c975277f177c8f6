"""A number agrees with its noun, wherever users read one."""

import random
import re
from fractions import Fraction
from pathlib import Path

import pytest
from commands import command
from processes import ROOT

from constructions.model.nouns import all_of, count_of, plural
from verify.claims.avoids import Avoids
from verify.claims.comparisons_needed import ComparisonsNeeded
from verify.claims.equivalent_on_balls import EquivalentOnBalls
from verify.claims.memorizes import Memorizes
from verify.claims.operations_at_most import OperationsAtMost
from verify.claims.output_within import OutputWithin
from verify.claims.paths import Paths
from verify.claims.robustly import Robustly
from verify.claims.shared.subject import Reference
from verify.domain import box

ONE = re.compile(r"(?<![\d,./^])1 [a-z]+(?: [a-z]+)?s\b")
"""A one with a noun for several; no word that ends in -s follows a one in the sentences below."""

NETWORK, DATA = Reference("network.json", ""), Reference("dataset.json", "")


@pytest.mark.parametrize("seed", range(30))
def test_a_noun_follows_its_number(seed: int) -> None:
    source = random.Random(seed)
    one, many = source.choice([("point", "points"), ("class", "classes"), ("entry", "entries"), ("box", "boxes")])
    count = source.choice([0, 1, 2, source.randint(3, 2_000_000)])
    number, noun = count_of(count, one).split(" ")
    assert int(number.replace(",", "")) == count
    assert noun == (one if count == 1 else many)
    assert plural(one) == many
    assert count_of(count, "radius is", "radii are").endswith("radius is" if count == 1 else "radii are")
    assert ("all" in all_of(count, one)) == (count != 1)


@pytest.mark.parametrize("seed", range(30))
def test_sentences_of_claims_count_as_people_do(seed: int) -> None:
    source = random.Random(seed)
    count = source.randint(1, 3)
    measure = source.choice(["total", "additions", "multiplications", "comparisons"])
    sides = box([Fraction(0)] * count, [Fraction(1)] * count)
    claims = [
        OperationsAtMost(NETWORK, count, measure, sides),
        OutputWithin(NETWORK, sides[:count], sides),
        Paths(NETWORK, count),
        Avoids(NETWORK, (sides,) * count),
        ComparisonsNeeded(DATA, count),
    ]
    noun = "operation" if measure == "total" else measure.removesuffix("s")
    assert claims[0].sentence().endswith(f"at most {count} {noun}{'' if count == 1 else 's'}")
    for claim in claims:
        assert not ONE.search(claim.sentence()), claim.sentence()
        assert f"{count} " in claim.sentence()


@pytest.mark.parametrize("seed", range(20))
def test_a_ball_of_radius_0_is_its_point(seed: int) -> None:
    radius = Fraction(random.Random(seed).randint(0, 3), 4)
    for claim in (
        Robustly(Memorizes(NETWORK, DATA), radius),
        EquivalentOnBalls(NETWORK, Reference("other.json", ""), DATA, radius),
    ):
        assert (f"within {radius} of x" in claim.sentence()) == (radius != 0)
        assert claim.sentence().endswith("at z" if radius else "at x")


@pytest.mark.parametrize("rows", ["0,0", "0,0\n1,1", "0,0\n1,1\n2,0"], ids=["one", "two", "three"])
def test_commands_count_small_data_as_people_do(rows: str, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(f"x,y\n{rows}\n", encoding="utf-8")
    said = ""
    for words in (
        ("build", "search-tree", "data.csv", "-o", "bundle"),
        ("prove", "bundle"),
        ("paths", "bundle"),
        ("lowerbound", "data.csv"),
        ("prove-construction", f"{ROOT}/examples/04_every_data_set.py:tree", "--n", str(len(rows.split()))),
    ):
        result = command(*words, folder=tmp_path)
        assert result.returncode == (4 if words[0] == "prove-construction" else 0), result.stderr
        said += result.stdout
    assert count_of(len(rows.split()), "point") in said
    assert not ONE.search(re.sub(r"\n|, ", " . ", said)), said

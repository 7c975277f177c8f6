"""The fuzz target gives a verdict for every file of tests/certificates and for thousands of mutants of them."""

from collections import Counter
from random import Random

import pytest
from agreement import changed_bytes
from fuzz_reader import corpus, one_input
from samples import examples

TOKENS = [
    b'"split"', b'"below"', b'"above"', b'"empty"', b'"bound"', b'"vacuous"', b'"structure"', b'"goal"',
    b'"path"', b'"wrong"', b'"all"', b'"open"', b'"closed"',
    b"null", b"true", b"[]", b"{}", b"-1", b"0", b"1", b"1048576", b"9" * 400, b'"1/3"', b'"-2"',
    b'">="', b'"="', b",", b"[", b"]", b'"', b"\xff", b"\\u0000", b"1e5", b"NaN", b'"relu"', b'"step"',
    b'"sequence"', b'"concatenate"', b'"branch"', b'"identity"', b'"affine"', b'"paths"', b'"equivalent"',
]  # fmt: skip
"""Pieces that are put anywhere."""


def mutated(data: bytes, others: list[bytes], random: Random) -> bytes:
    """Return the input after a few random edits of bytes or whole files."""
    for _ in range(random.choice([1, 1, 1, 2, 3, 8])):
        kind, place = random.randrange(4), random.randrange(len(data) + 1)
        if kind == 0:
            data = data[:place] + random.choice(TOKENS) + data[place + random.choice([0, 1, 1, 2, 5, 40]) :]
        elif kind == 1:
            parts, more = data.split(b"\0"), random.choice(others).split(b"\0")
            place = random.randrange(min(len(parts), len(more)))
            data = b"\0".join([*parts[:place], more[place], *parts[place + 1 :]])
        else:
            data = changed_bytes(random, data)
    return data


def test_the_corpus_has_all_verdicts() -> None:
    verdicts = Counter([verdict for data in corpus() for verdict in one_input(data)])
    assert set(verdicts) == {"accepted", "rejected", "incomplete", "malformed"}
    assert verdicts["accepted"] > 50


@pytest.mark.parametrize("seed", [0, *[pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3)]])
def test_mutants_get_a_verdict(seed: int) -> None:
    random, seeds = Random(seed), corpus()
    verdicts: Counter[str] = Counter()
    for _ in range(examples(1500)):
        verdicts.update(one_input(mutated(random.choice(seeds), seeds, random)))
    assert verdicts["malformed"] > verdicts["rejected"] > verdicts["accepted"] > 10

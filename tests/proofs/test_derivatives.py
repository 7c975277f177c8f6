"""Derivatives as proofs/Derivatives.v computes them, against sympy's on random programs."""

import random
from fractions import Fraction
from pathlib import Path

import sympy
from compiled_once import coqc, needs_coq

KINDS = ("AddValues", "SubtractValues", "TimesValues", "AddConstant", "FromConstant", "TimesConstant")
START = (Fraction(2, 3), Fraction(-5))


def rational(value: Fraction | sympy.Rational) -> str:
    return f"(({int(value.numerator)})%Z # {int(value.denominator)})"


def place(way: list[bool]) -> str:
    return f"([{'; '.join(['true' if side else 'false' for side in way])}], 0%nat)"


def case(source: random.Random) -> tuple[str, str, list[tuple[str, Fraction, sympy.Symbol]], sympy.Expr]:
    """A program with one way through it, the way, the constants on it (place, number, symbol), and the output."""
    values: list[sympy.Expr] = [sympy.Rational(q.numerator, q.denominator) for q in START]
    way: list[bool] = []
    constants = []
    opening, closing = "", ""
    for step in range(source.randint(1, 7)):
        if source.random() < 0.25:
            side = source.random() < 0.5
            opening += "(Ask 0 0 (Stop []) " if side else "(Ask 0 0 "
            closing = (")" if side else " (Stop []))") + closing
            way.append(side)
            continue
        kind = source.choice(KINDS)
        i, j = source.randrange(len(values)), source.randrange(len(values))
        k = sympy.Symbol(f"k{step}")
        constants.append((place(way), Fraction(source.randint(-4, 4), source.randint(1, 3)), k))
        u, v = values[i], values[j]
        values.append({"AddValues": u + v, "SubtractValues": u - v, "TimesValues": u * v,
                       "AddConstant": u + k, "FromConstant": k - u, "TimesConstant": k * u}[kind])  # fmt: skip
        opening += f"(Do ({kind} {i}{f' {j}' if kind.endswith('Values') else ''}) "
        closing = ")" + closing
        way.append(True)
    code = f"{opening}(Stop [Value {len(values) - 1}]){closing}"
    return code, place(way).removesuffix(", 0%nat)").removeprefix("("), constants, values[-1]


@needs_coq
def test_derivatives_are_those_of_sympy(built: Path) -> None:
    source = random.Random(5)
    lines = ["From Coq Require Import QArith List. Import ListNotations. Open Scope Q_scope."]
    lines += ["From Memocert Require Import Model Kraft Derivatives."]
    for number in range(40):
        code, way, constants, output = case(source)
        at = {symbol: sympy.Rational(q.numerator, q.denominator) for _, q, symbol in constants}
        wanted = [output.subs(at), *[sympy.diff(output, symbol).subs(at) for _, _, symbol in constants]]
        table = "".join([f"if place_dec c {where} then {rational(q)} else " for where, q, _ in constants])
        start = "; ".join([rational(q) for q in START])
        theta = f"(fun c : list bool * nat => {table}0)"
        lines.append(f"Definition o{number} := get 0 (follow {theta} {code} {way} [] (inputs [{start}])).")
        found = [f"fst o{number}", *[f"snd o{number} {where}" for where, _, _ in constants]]
        equal = " && ".join([f"Qeq_bool ({a}) {rational(b)}" for a, b in zip(found, wanted, strict=True)])
        lines.append(f"Example e{number} : ({equal})%bool = true. Proof. vm_compute. reflexivity. Qed.")
        lines.append(
            f"Fail Example w{number} : Qeq_bool (fst o{number}) ({rational(wanted[0])} + 1) = true := eq_refl."
        )
    result = coqc(built, "Cases.v", "\n".join(lines) + "\n")
    assert result.returncode == 0, result.stderr

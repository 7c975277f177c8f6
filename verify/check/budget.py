"""One budget of work and memory for a whole bundle, and the sizes that no hostile file can pass."""

from math import lcm

from .verdict import Crowded, Limit

MAX_WIDTH = 2**20
MAX_BITS = 2**20
MAX_STEPS = 3 * 10**8
MAX_HELD_BITS = 2**32
MAX_VALUE_BYTES = 3 * 2**29  # of what files say, as long as it is kept


class Budget:
    """Counts down the steps that a check may take, and the bits and values of files that it may hold at one time."""

    def __init__(self, steps: int = MAX_STEPS, bits: int = MAX_HELD_BITS, values: int = MAX_VALUE_BYTES) -> None:
        self.steps = steps
        self.bits = bits
        self.values = values

    def spend(self, steps: int) -> None:
        """Take away ``steps``, about a fifteenth of a microsecond each at most, or refuse."""
        self.steps -= steps
        if self.steps < 0:
            raise Limit("checking takes more steps than the limit")

    def hold(self, bits: int) -> None:
        """Take away memory for numbers that are kept, or refuse; who lets them go sets ``bits`` back."""
        self.bits -= bits
        if self.bits < 0:
            raise Crowded("checking holds more numbers than the limit")

    def keep(self, values: int) -> None:
        """Take away memory for so many bytes of values of a file, or refuse; who lets them go sets ``values`` back."""
        self.values -= values
        if self.values < 0:
            raise Crowded("its values, beside those that are kept, take more memory than the limit")

    def room(self, bits: int) -> None:
        """Refuse unless there is so much memory beside all that is held."""
        if bits > self.bits:
            raise Crowded("checking holds more numbers than the limit")


def price(first: int, second: int) -> int:
    """Return how many steps a product of two numbers of these lengths counts, a quotient thrice: as by hand."""
    if first > MAX_BITS or second > MAX_BITS:
        raise Limit(f"a number grows beyond {MAX_BITS} bits")
    return ((first >> 8) + 1) * ((second >> 8) + 1)


def price_of_divisor(first: int, second: int) -> int:
    """Return how many steps the greatest common divisor of two numbers of these lengths counts."""
    return 2 + (min(first, second) >> 3) + 2 * price(first, second)


def common_denominator(denominators: list[int], budget: Budget) -> int:
    """Return the least common multiple, paying for it and for the memory of all numbers brought over it."""
    budget.spend(6 * len(denominators))
    if max(denominators) == 1:
        return 1
    budget.hold((len(denominators) + 1) * 64)
    common = denominators[0]
    bits = common.bit_length()
    budget.hold((len(denominators) + 1) * bits)
    for denominator in denominators:
        budget.spend(3 * price(bits, denominator.bit_length()))
        if common % denominator:
            budget.spend(10 + 4 * price_of_divisor(bits, denominator.bit_length()))
            common = lcm(common, denominator)
            budget.hold((len(denominators) + 1) * (common.bit_length() - bits))
            bits = common.bit_length()
    return common


def over(fraction: tuple[int, int], denominator: int, budget: Budget) -> int:
    """Return the numerator of a fraction over a multiple of its denominator, after paying for it."""
    above, below = fraction
    if below == denominator:
        return above
    budget.spend(6 + 4 * price(max(above.bit_length(), below.bit_length()), denominator.bit_length()))
    return above * (denominator // below)

"""Derives the polynomial coefficients of candor.kernel.F32Math.

Needs Python 3 and mpmath (Debian: python3-mpmath). Usage: python3 minimax.py

Every polynomial is a weighted minimax fit found by Remez exchange, one point at a time, at 40 digits. Its
coefficients are then rounded to F32 one after the other, from the lowest power upwards, and after each rounding the
remaining ones are fitted again, so that the higher coefficients absorb the rounding of the lower ones. The script
prints the constants of F32Math and, for each fit, the error before and after rounding: the largest |weight *
(function - polynomial)| on a fine grid, in units of 2**-24.
"""

import bisect
import struct
from collections.abc import Callable, Sequence

import mpmath
from mpmath import mpf

mpmath.mp.dps = 40

Function = Callable[[mpf], mpf]


def to_f32(x: mpf) -> mpf:
    """The float nearest to x."""
    return mpf(struct.unpack("<f", struct.pack("<f", float(x)))[0])


def literal(x: mpf) -> str:
    """The shortest Java literal that denotes the float x."""
    for digits in range(1, 10):
        text = f"{float(x):.{digits}g}"
        if to_f32(mpf(text)) == x:
            break
    mantissa, _, exponent = text.partition("e")
    if "." not in mantissa:
        mantissa += ".0"
    return mantissa + (f"e{int(exponent)}" if exponent else "") + "f"


def exchange(reference: list[int], worst: int, residuals: Sequence[mpf]) -> None:
    """Takes the worst point into the reference in place of one, so that the signs of the errors still alternate."""
    above = bisect.bisect(reference, worst)
    for neighbour in (above - 1, above):
        if 0 <= neighbour < len(reference) and residuals[reference[neighbour]] * residuals[worst] > 0:
            reference[neighbour] = worst
            return
    # Beyond one end and of the opposite sign: the other end leaves.
    reference.pop(0 if above > 0 else -1)
    reference.insert(bisect.bisect(reference, worst), worst)


class Fit:
    """The polynomial sum(c[j] * x**j) that is nearest to `function` on [low, high] in the weighted maximum norm."""

    def __init__(self, function: Function, weight: Function, low: mpf, high: mpf, degree: int, grid: int = 1500):
        self.degree = degree
        middle, radius = (low + high) / 2, (high - low) / 2
        # Chebyshev points: dense at the ends, where the error peaks lie close together. An even count avoids x = 0.
        angles = (mpmath.pi * (2 * i + 1) / (2 * grid) for i in range(grid))
        self.points = [middle - radius * mpmath.cos(angle) for angle in angles]
        self.values = [function(x) for x in self.points]
        self.weights = [abs(weight(x)) for x in self.points]

    def error(self, coefficients: Sequence[mpf]) -> mpf:
        """The largest weighted error on the grid."""
        reverse = list(reversed(coefficients))
        rows = zip(self.points, self.values, self.weights, strict=True)
        return max(w * abs(y - mpmath.polyval(reverse, x)) for x, y, w in rows)

    def remez(self, known: Sequence[mpf] = ()) -> list[mpf]:
        """All coefficients of the best polynomial whose lowest ones are `known`.

        The rest is fitted as a polynomial of its own, to (function - known part) / x**k: powers from x**k upwards would
        not form a Chebyshev system on an interval that contains 0.
        """
        k, unknowns = len(known), self.degree + 1 - len(known)
        reverse = list(reversed(known)) or [mpf(0)]
        values = [(y - mpmath.polyval(reverse, x)) / x**k for x, y in zip(self.points, self.values, strict=True)]
        weights = [w * abs(x) ** k for x, w in zip(self.points, self.weights, strict=True)]
        last = len(self.points) - 1
        reference = [int(last * (1 - mpmath.cos(mpmath.pi * i / unknowns)) / 2) for i in range(unknowns + 1)]
        while True:
            system, right = mpmath.matrix(unknowns + 1, unknowns + 1), mpmath.matrix(unknowns + 1, 1)
            for row, i in enumerate(reference):
                for power in range(unknowns):
                    system[row, power] = self.points[i] ** power
                system[row, unknowns] = (-1) ** row / weights[i]
                right[row] = values[i]
            *rest, level = mpmath.lu_solve(system, right)
            rows = zip(self.points, values, weights, strict=True)
            residuals = [w * (y - mpmath.polyval(rest[::-1], x)) for x, y, w in rows]
            worst = max(range(len(residuals)), key=lambda i: abs(residuals[i]))
            if abs(residuals[worst]) <= abs(level) * (1 + mpf(10) ** -9):
                return [*known, *rest]
            exchange(reference, worst, residuals)

    def rounded(self) -> list[mpf]:
        """The coefficients as floats, each rounding followed by a new fit of the higher ones."""
        known: list[mpf] = []
        while len(known) <= self.degree:
            known.append(to_f32(self.remez(known)[len(known)]))
        return known


def declare(name: str, lowest_power: int, step: int, fit: Fit) -> list[mpf]:
    """Prints one constant per coefficient, named after its power in the whole function."""
    ideal, rounded = fit.remez(), fit.rounded()
    scale = mpf(2) ** 24
    errors = f"{float(scale * fit.error(ideal)):.4f} before, {float(scale * fit.error(rounded)):.4f} after rounding"
    print(f"// {name}: {errors}")
    for j, c in enumerate(rounded):
        print(f"{name}_{lowest_power + step * j} = {literal(c)}")
    return rounded


def split(name: str, value: mpf, bits: int) -> None:
    """Prints value as HI + LO, where HI has so few bits that a small integer times HI is exact."""
    shift = mpf(2) ** (bits - 1 - int(mpmath.floor(mpmath.log(value, 2))))
    high = mpmath.nint(value * shift) / shift
    print(f"{name}_HI = {literal(to_f32(high))}")
    print(f"{name}_LO = {literal(to_f32(value - high))}")


def log_erfc_falls_beyond(coefficients: Sequence[mpf], start: mpf) -> bool:
    """Whether the polynomial decreases on [start, inf), so that erf saturates at 1 instead of turning back."""
    slope = [j * c for j, c in enumerate(coefficients)][1:]
    roots = mpmath.polyroots(list(reversed(slope)), maxsteps=500, extraprec=500)
    turns = [r for r in roots if abs(mpmath.im(r)) < mpf(10) ** -20 and mpmath.re(r) >= start]
    return coefficients[-1] < 0 and not turns


def main() -> None:
    ln2 = mpmath.log(2)
    print(f"LOG2_E = {literal(to_f32(1 / ln2))}")
    split("LN2", ln2, 16)

    # e^r = 1 + r + r^2 (c2 + c3 r + …), relative to e^r; a hair beyond ln2/2 because the quotient is rounded.
    half = ln2 / 2 * (1 + mpf(2) ** -12)
    declare(
        "EXP", 2, 1,
        Fit(lambda r: (mpmath.expm1(r) - r) / r**2, lambda r: r**2 / mpmath.exp(r), -half, half, 4),
    )

    # ln(1 + f) = f + f^2 (c2 + c3 f + …), relative to ln(1 + f).
    third = mpf(1) / 3
    declare(
        "LOG", 2, 1,
        Fit(lambda f: (mpmath.log1p(f) - f) / f**2, lambda f: f**2 / mpmath.log1p(f), -third, third, 8),
    )

    # erf(x) = x + x (c1 + c3 x^2 + …) for small x, fitted in v = x^2, relative to erf(x).
    edge = mpf(to_f32(mpf("0.9")))
    declare(
        "ERF", 1, 2,
        Fit(
            lambda v: mpmath.erf(mpmath.sqrt(v)) / mpmath.sqrt(v) - 1,
            lambda v: mpmath.sqrt(v) / mpmath.erf(mpmath.sqrt(v)),
            mpf(10) ** -12, edge**2, 5,
        ),
    )

    # ln erfc(x) = c0 + c1 x + … for large x, as an absolute error of erf(x) = 1 - e^(ln erfc(x)).
    tail = declare(
        "LOG_ERFC", 0, 1,
        Fit(lambda x: mpmath.log(mpmath.erfc(x)), mpmath.erfc, edge, mpf("3.95"), 5),
    )
    print(f"// LOG_ERFC falls beyond 3.9: {log_erfc_falls_beyond(tail, mpf('3.9'))}")


if __name__ == "__main__":
    main()

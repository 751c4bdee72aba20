"""Makes the reference values of the gamma family for candor.kernel.SpecialTest.

Needs Python 3 and mpmath (Debian: python3-mpmath).
Usage: python3 polygamma.py > ../resources/candor/kernel/polygamma.csv

Every line holds a function, an argument and the value, computed at 400 digits (mpmath's zeta is accurate in absolute
terms, and values go down to 1e-300) and rounded to the nearest double. The function is `lgamma` or the order of the
polygamma function; 0 is the digamma function. Arguments are doubles, printed so that they can be read back without
loss. Values that no normal double holds are left out.
"""

import math

import mpmath
from mpmath import mpf

mpmath.mp.dps = 400

ORDERS = range(0, 13)
# Near 0, on both sides of the steps of the recurrence, around the root of the digamma function, and far out.
ARGUMENTS = [
    1e-300, 1e-20, 1e-8, 1e-3, 0.1, 0.25, 0.5, 0.75, 1 - 2**-20, 1.0, 1 + 2**-20, 1.25,
    1.4616321449683622, 1.5, 2.0, 2.5, 3.0, 3.7, 5.0, 7.5, 10.0, 13.0, 15.5, 15.999, 16.0, 17.25, 18.0,
    19.5, 25.0, 30.0, 64.5, 100.0, 1234.5, 1e5, 1e8, 1e15, 1e100,
]


def line(name: str, x: float, value: mpf) -> None:
    """Prints a value unless it overflows or underflows."""
    number = float(value)
    if math.isfinite(number) and (value == 0 or abs(number) > 1e-300):
        print(f"{name},{x!r},{number!r}")


def main() -> None:
    """Prints all lines."""
    print("function,x,value")
    for x in ARGUMENTS:
        line("lgamma", x, mpmath.loggamma(mpf(x)))
    for order in ORDERS:
        for x in ARGUMENTS:
            value = mpmath.psi(order, mpf(x))
            if order > 0:
                # Abramowitz & Stegun 6.4.10: an independent way to the same number.
                hurwitz = (-1) ** (order + 1) * mpmath.factorial(order) * mpmath.zeta(order + 1, mpf(x))
                assert abs(value - hurwitz) <= abs(value) * mpf(10) ** -30, (order, x)
            line(str(order), x, value)


if __name__ == "__main__":
    main()

"""Makes the reference values of the gamma family for candor.kernel.SpecialTest.

Needs Python 3 and mpmath (Debian: python3-mpmath).
Usage: python3 polygamma.py > ../resources/candor/kernel/polygamma.csv

Every line holds a function, an argument and the value, computed at 1000 digits (mpmath's zeta is accurate in absolute
terms, and values go down to 1e-300) and rounded to the nearest double. The function is `lgamma` or the order of the
polygamma function; 0 is the digamma function; `binet` and an order are Binet's function and its derivatives. Arguments are doubles, printed so that they can be read back without
loss. Values that no normal double holds are left out.
"""

import math

import mpmath
from mpmath import mpf

mpmath.mp.dps = 1000

ORDERS = range(0, 13)
# Near 0, on both sides of the steps of the recurrence and of the pieces, around the roots, and far out.
ARGUMENTS = [
    1e-300, 1e-100, 1e-20, 1e-8, 1e-3, 0.1, 0.25, 0.4999, 0.5, 0.7, 0.75, 0.9, 1 - 2**-20, 1 - 2**-50, 1.0,
    1 + 2**-50, 1 + 2**-20, 1.1, 1.1999, 1.2, 1.25, 1.3, 1.45, 1.461632144, 1.4616321449683622, 1.46163215, 1.47, 1.5,
    1.7, 1.7499, 1.75, 1.9, 2 - 2**-50, 2 - 2**-20, 2.0, 2 + 2**-49, 2 + 2**-20, 2.3, 2.4999, 2.5, 2.75, 3.0, 3.7, 5.0,
    6.1, 7.5, 9.9, 9.999, 10.0, 10.01, 13.0, 15.5, 15.999, 16.0, 17.25, 18.0, 19.5, 25.0, 30.0, 64.5, 100.0, 1234.5,
    1e5, 1e8, 1e15, 1e100, 1e200, 1e300,
]
BINET_ORDERS = range(0, 6)


def line(name: str, x: float, value: mpf) -> None:
    """Prints a value unless it overflows or underflows."""
    number = float(value)
    if math.isfinite(number) and (value == 0 or abs(number) > 1e-300):
        print(f"{name},{x!r},{number!r}")


def binet(order: int, x: mpf) -> mpf:
    """A derivative of ln Gamma(x) - (x - 1/2) ln x + x - 1/2 ln 2 pi."""
    if order == 0:
        return mpmath.loggamma(x) - (x - mpf("0.5")) * mpmath.log(x) + x - mpmath.log(2 * mpmath.pi) / 2
    stirling = mpmath.log(x) - 1 / (2 * x) if order == 1 else (
        (-1) ** order * (mpmath.factorial(order - 2) / x ** (order - 1) + mpmath.factorial(order - 1) / (2 * x ** order)))
    return mpmath.psi(order - 1, x) - stirling


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
                assert abs(value - hurwitz) <= abs(value) * mpf(10) ** -30 or abs(value) < 1e-300, (order, x)
            line(str(order), x, value)
    for order in BINET_ORDERS:
        for x in ARGUMENTS:
            line(f"binet{order}", x, binet(order, mpf(x)))


if __name__ == "__main__":
    main()

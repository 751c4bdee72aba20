"""Prints the coefficients of the power series in candor.kernel.Gamma.

Needs Python 3 and mpmath (Debian: python3-mpmath). Usage: python3 gamma_series.py

ZETA holds (-1)^k (zeta(k) - 1) for k = 2, 3, ...: ln Gamma(2 + z) = (1 - gamma) z + sum ZETA[k] z^k / k.
AT_ROOT holds psi^(k)(r) / k! for k = 1, 2, ... at the root r of the digamma function, which is printed in two parts.
"""

import mpmath
from mpmath import mpf

mpmath.mp.dps = 60


def show(name: str, values: list) -> None:
    """Prints an array of doubles."""
    print(name, "{" + ", ".join(repr(float(value)) for value in values) + "}")


def main() -> None:
    """Prints all constants."""
    print("1 - gamma", repr(float(1 - mpmath.euler)))
    show("ZETA", [(-1) ** k * (mpmath.zeta(k) - 1) for k in range(2, 43)])
    root = mpmath.findroot(lambda x: mpmath.psi(0, x), mpf("1.4616321449683623"))
    high = float(root)
    print("root", repr(high), repr(float(root - mpf(high))))
    show("AT_ROOT", [mpmath.psi(k, root) / mpmath.factorial(k) for k in range(1, 26)])


if __name__ == "__main__":
    main()

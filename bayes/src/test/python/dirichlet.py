"""Writes the values that DirichletTest and the tests of the losses compare with.

Run as `python3 dirichlet.py > ../resources/candor/bayes/dirichlet/dirichlet.csv`; needs mpmath and scipy (Debian:
python3-mpmath, python3-scipy). The numbers are computed at 60 digits and rounded; scipy confirms those it knows.
Every line is a quantity, its arguments (concentrations alpha, and for a divergence beta, for a density the
probabilities; for a loss the concentrations and the class) and its value.
"""
import mpmath
import numpy as np
import scipy.stats
from mpmath import log, loggamma, mpf, psi

mpmath.mp.dps = 60

ALPHAS = [
    [1, 1], [2, 3], [0.5, 0.5], [1e-4, 1e-4], [1e6, 1e6], [1e-4, 1e6], [0.001, 3], [1e3, 1], [12, 17.5],
    [1, 1, 1], [101, 1, 1], [0.25, 4, 30], [1e5, 1e5, 2e5], [1e-3, 1e-4, 1e-2], [9.99, 10.01, 0.99],
    [1] * 10, [1] * 9 + [101], [1e6] * 10, [1e-4] * 10, [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e4, 1e6],
    [1001] + [1] * 9, [3.3e6] + [4.5e-5] * 9,
]
PAIRS = [
    ([2, 3], [2, 3.0000001]), ([1, 1], [1, 1]), ([1e6, 1e6], [1, 1]), ([1, 1], [1e6, 1e6]), ([1e-4, 1e6], [1e6, 1e-4]),
    ([1e6, 1e6], [1000100, 999900.5]), ([1e6, 1e6], [1000000.25, 1e6]), ([0.001, 3], [5, 0.02]), ([12, 17.5], [11, 19]),
    ([101, 1, 1], [1, 1, 101]), ([1] * 9 + [101], [1] * 10), ([1] * 10, [1] * 9 + [1001]),
    ([1] * 9 + [1001], [1] * 10), ([1e-4] * 10, [1] * 10), ([1] * 10, [1e-4] * 10), ([1e6] * 10, [1e6] * 9 + [999000]),
    ([1e6, 3, 1e-3], [1, 1, 1]), ([1, 1, 1], [1e6, 3, 1e-3]), ([123456.7, 0.3, 2e-3], [1, 1, 1]),
    ([123456.7, 0.3, 2e-3], [2, 0.1, 5]), ([2, 0.1, 5], [123456.7, 0.3, 2e-3]), ([98765.4, 54321.9], [1.25, 0.7]),
    ([3.3e6] + [4.5e-5] * 9, [1001] + [1] * 9), ([1001] + [1] * 9, [3.3e6] + [4.5e-5] * 9),
]
POINTS = [
    ([2, 3], [0.25, 0.75]), ([0.5, 0.5], [1e-10, 1 - 1e-10]), ([1e6, 1e6], [0.5005, 0.4995]),
    ([0.25, 4, 30], [0.01, 0.19, 0.8]), ([1] * 10, [0.1] * 10), ([1e-4] * 10, [0.1] * 10),
]
LOSSES = [
    ([1, 1, 1], 0), ([101, 1, 1], 0), ([101, 1, 1], 2), ([0.25, 4, 30], 1), ([1e5, 1e5, 2e5], 2), ([1.5, 2.5, 20], 2),
    ([1] * 9 + [101], 9), ([3.3e6] + [4.5e-5] * 9, 0), ([3.3e6] + [4.5e-5] * 9, 4),
]


def exact(numbers):
    return [mpf(float(x)) for x in numbers]


def lbeta(a):
    return sum(loggamma(x) for x in a) - loggamma(sum(a))


def entropy(a):
    return lbeta(a) + (sum(a) - len(a)) * psi(0, sum(a)) - sum((x - 1) * psi(0, x) for x in a)


def expected_entropy(a):
    return -sum(x / sum(a) * (psi(0, x + 1) - psi(0, sum(a) + 1)) for x in a)


def entropy_of_mean(a):
    return -sum(x / sum(a) * log(x / sum(a)) for x in a)


def kl(a, b):
    return (lbeta(b) - lbeta(a)) + sum((x - y) * (psi(0, x) - psi(0, sum(a))) for x, y in zip(a, b))


def log_density(a, p):
    return sum((x - 1) * log(y) for x, y in zip(a, p)) - lbeta(a)


def target(k, label, concentration):
    return [mpf(1) + (concentration if i == label else 0) for i in range(k)]


def losses(a, y):
    """Belief matching with lambda = 0.01; divergences from and to 1 + 1000 on the label, over 1000; evidential ones."""
    total = sum(a)
    k = len(a)
    flat = [mpf(1)] * k
    wrong = [mpf(1) if i == y else a[i] for i in range(k)]
    yield "matching", 100 * (psi(0, total) - psi(0, a[y])) + kl(a, flat)
    yield "forward", kl(target(k, y, 1000), a) / 1000
    yield "reverse", kl(a, target(k, y, 1000)) / 1000
    yield "forward out", kl(flat, a) / 1000
    yield "reverse out", kl(a, flat) / 1000
    yield "squared", sum(((i == y) - a[i] / total) ** 2 + a[i] * (total - a[i]) / (total ** 2 * (total + 1))
                         for i in range(k))
    yield "likelihood", log(total) - log(a[y])
    yield "digamma", psi(0, total) - psi(0, a[y])
    yield "wrong evidence", kl(wrong, flat)


def line(what, first, second, value):
    print(",".join([what, " ".join(repr(float(x)) for x in first), " ".join(repr(float(x)) for x in second),
                    repr(float(value))]))


def main():
    print("what,first,second,value")
    for numbers in ALPHAS:
        a = exact(numbers)
        h = entropy(a)
        if max(numbers) < 1e4 and min(numbers) > 0.01:
            assert np.isclose(float(h), scipy.stats.dirichlet(numbers).entropy(), rtol=1e-10)
        line("entropy", a, [], h)
        line("lbeta", a, [], lbeta(a))
        line("expected entropy", a, [], expected_entropy(a))
        line("entropy of mean", a, [], entropy_of_mean(a))
        line("mutual information", a, [], entropy_of_mean(a) - expected_entropy(a))
        line("first variance", a, [], a[0] * sum(a[1:]) / (sum(a) ** 2 * (sum(a) + 1)))
        line("second mean", a, [], a[1] / sum(a))
        line("first covariance", a, [], -a[0] * a[1] / (sum(a) ** 2 * (sum(a) + 1)))
    for a, b in PAIRS:
        line("kl", exact(a), exact(b), kl(exact(a), exact(b)))
    for a, p in POINTS:
        value = log_density(exact(a), exact(p))
        assert np.isclose(float(value), scipy.stats.dirichlet(a).logpdf(p), rtol=1e-8)
        line("log density", exact(a), exact(p), value)
    for a, y in LOSSES:
        for name, value in losses(exact(a), y):
            line(name, exact(a), [y], value)


if __name__ == "__main__":
    main()

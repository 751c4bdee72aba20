"""Writes the data and the values that the tests of candor.bayes.calibration compare with.

Run as `python3 calibration.py > ../resources/candor/bayes/calibration/calibration.csv`; needs numpy, scipy, mpmath and
scikit-learn (Debian: python3-sklearn, python3-mpmath). Bins are found by numpy's digitize and by quantiles of the inverse
distribution function, isotonic regressions by scikit-learn, temperatures by mpmath at 40 digits, and the other scalings by
scipy's BFGS and then Newton steps with a pseudo-inverse.

A line `data` has a name, the number of classes, labels and numbers: probabilities that are multiples of 1/64, so that many
are equal and many lie on the ends of bins, or logits with two decimals. A line `value` has a quantity, the name of the
data, an argument, and the numbers of the quantity.
"""
import mpmath
import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.isotonic import IsotonicRegression

mpmath.mp.dps = 40
rng = np.random.default_rng(20260)
# Samples whose calibrated probabilities are written.
SHOWN = 25


def text(numbers):
    return " ".join(repr(float(x)) for x in np.ravel(numbers))


def value(what, name, argument, numbers):
    print(f"value,{what},{name},{argument},{text(numbers)}")


def data(name, p, y):
    print(f"data,{name},{p.shape[1]},{' '.join(map(str, y))},{text(p)}")


# Bins

def ends(kind, m, p):
    if kind == "width":
        return np.array([(i + 1) / m for i in range(m)])
    inner = np.unique(np.quantile(p, [i / m for i in range(1, m)], method="inverted_cdf"))
    return np.append(inner[inner < min(1, p.max())], 1.0)


def groups(kind, m, p):
    place = np.digitize(p, ends(kind, m, p), right=True)
    return [np.flatnonzero(place == i) for i in np.unique(place)]


def gaps(kind, m, p, o):
    return [(len(g), abs(p[g].mean() - o[g].mean())) for g in groups(kind, m, p)]


def joined(norm, weighted):
    w = np.array([x for x, _ in weighted], float)
    g = np.array([x for _, x in weighted])
    return {"L1": (w * g).sum() / w.sum(), "L2": np.sqrt((w * g * g).sum() / w.sum()), "MAX": g.max()}[norm]


def debiased(kind, m, p, o):
    total = 0
    for g in groups(kind, m, p):
        if len(g) > 1:
            total += len(g) / len(p) * ((p[g].mean() - o[g].mean()) ** 2 - o[g].var() / (len(g) - 1))
    return total


def brier_terms(kind, m, p, o):
    rel = res = wbv = wbc = 0
    for g in groups(kind, m, p):
        rel += len(g) * (p[g].mean() - o[g].mean()) ** 2
        res += len(g) * (o[g].mean() - o.mean()) ** 2
        wbv += len(g) * p[g].var()
        wbc += 2 * len(g) * np.cov(p[g], o[g], bias=True)[0, 1]
    terms = np.array([rel / len(p), res / len(p), o.var(), wbv / len(p), wbc / len(p)])
    assert np.isclose(terms @ [1, -1, 1, 1, -1], ((p - o) ** 2).mean(), rtol=0, atol=1e-14)
    return terms


def measures(name, p, y):
    n, k = p.shape
    hot = np.eye(k)[y]
    confidence, hits = p.max(1), (p.argmax(1) == y).astype(float)
    value("brier", name, "", ((p - hot) ** 2).sum() / n)
    value("likelihood", name, "", -np.log(np.maximum(p[np.arange(n), y], 2.0 ** -126)).mean())
    value("error", name, "", 1 - hits.mean())
    for kind in ["width", "mass"]:
        for m in [1, 4, 8, 15, 40]:
            rule = f"{kind} {m}"
            for norm in ["L1", "L2", "MAX"]:
                value("top " + norm, name, rule, joined(norm, gaps(kind, m, confidence, hits)))
                each = [(1, joined(norm, gaps(kind, m, p[:, j], hot[:, j]))) for j in range(k)]
                value("classwise " + norm, name, rule, joined(norm, each))
            value("debiased", name, rule, debiased(kind, m, confidence, hits))
            value("brier terms", name, rule, sum(brier_terms(kind, m, p[:, j], hot[:, j]) for j in range(k)))


# Calibrators of one probability

def one_vs_rest(maps, p):
    q = np.stack([f(p[:, j]) for j, f in enumerate(maps)], 1)
    total = q.sum(1, keepdims=True)
    return np.where(total > 0, q / np.where(total > 0, total, 1), 1 / p.shape[1])


def histogram(kind, m, p, o):
    e = ends(kind, m, p)
    place = np.digitize(p, e, right=True)

    def apply(x):
        return np.array([o[place == b].mean() if (place == b).any() else v
                         for v, b in zip(x, np.digitize(x, e, right=True))])
    return apply


def binned(name, p, y, other, q):
    hot = np.eye(p.shape[1])[y]
    isotonic = [IsotonicRegression(out_of_bounds="clip").fit(p[:, j], hot[:, j]).predict for j in range(p.shape[1])]
    value("isotonic", name, name, one_vs_rest(isotonic, p[:SHOWN]))
    value("isotonic", name, other, one_vs_rest(isotonic, q))
    for kind, m in [("width", 15), ("mass", 10)]:
        maps = [histogram(kind, m, p[:, j], hot[:, j]) for j in range(p.shape[1])]
        value(f"histogram {kind} {m}", name, other, one_vs_rest(maps, q))


# Scalings

def temperature(z, y):
    zs = [[mpmath.mpf(float(x)) for x in row] for row in z]

    def slope(beta):
        total = mpmath.mpf(0)
        for row, label in zip(zs, y):
            w = [mpmath.exp(beta * x) for x in row]
            total += sum(a * b for a, b in zip(w, row)) / sum(w) - row[label]
        return total / len(zs)

    def loss(beta):
        return -log_softmax(beta * z, axis=1)[np.arange(len(y)), y].mean()
    rough = minimize_scalar(loss, bounds=(1e-3, 50), method="bounded", options={"xatol": 1e-8}).x
    beta = mpmath.findroot(slope, (mpmath.mpf(rough), mpmath.mpf(rough) * mpmath.mpf("1.000001")), tol=1e-60)
    assert abs(float(beta) - rough) < 1e-5
    return 1 / beta


def linear(z, y, design, penalty, start):
    """Least -log p_y + 1/2 theta' penalty theta, with logits design(theta)."""
    n, k = z.shape
    hot = np.eye(k)[y]
    jacobian = np.stack([design(e) for e in np.eye(len(start))])

    def loss(t):
        return -(log_softmax(design(t), axis=1) * hot).sum() / n + 0.5 * (penalty * t * t).sum()

    def slope(t):
        return np.tensordot(jacobian, softmax(design(t), axis=1) - hot, 2) / n + penalty * t

    def curvature(t):
        p = softmax(design(t), axis=1)
        moved = jacobian * p - p * (jacobian * p).sum(2, keepdims=True)
        return np.tensordot(jacobian, moved, ([1, 2], [1, 2])) / n + np.diag(penalty)
    t = minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-8, "maxiter": 10000}).x
    for _ in range(20):
        t = t - np.linalg.pinv(curvature(t), rcond=1e-12) @ slope(t)
    assert np.abs(slope(t)).max() < 1e-14, np.abs(slope(t)).max()
    return t, -(log_softmax(design(t), axis=1) * hot).sum() / n


def scalings(name, z, y):
    n, k = z.shape
    value("temperature", name, "", temperature(z, y))

    def vector(t):
        return z * t[:k] + t[k:]

    def matrix(t):
        return z @ t[:k * k].reshape(k, k).T + t[k * k:]
    t, loss = linear(z, y, vector, np.zeros(2 * k), np.append(np.ones(k), np.zeros(k)))
    value("vector", name, "", np.append(loss, softmax(vector(t), axis=1)[:SHOWN]))
    start = np.append(np.eye(k).ravel(), np.zeros(k))
    for lam, mu in [(0, 0), (0.5, 0), (0.02, 0.3)]:
        beside = (1 - np.eye(k)).ravel() * 2 * lam / (k * (k - 1))
        t, loss = linear(z, y, matrix, np.append(beside, np.full(k, 2 * mu / k)), start)
        value("matrix", name, f"{lam} {mu}", np.append(loss, softmax(matrix(t), axis=1)[:SHOWN]))


def multiples(n, k, sharpness):
    """Probabilities that are multiples of 1/64, and labels that follow them only roughly."""
    p = np.empty((n, k))
    for i in range(n):
        p[i] = rng.multinomial(64, rng.dirichlet(np.full(k, sharpness))) / 64
    y = [rng.choice(k, p=0.7 * row + 0.3 / k) for row in p]
    return p, np.array(y)


def main():
    print("line,...")
    for name, n, k, sharpness in [("two", 60, 2, 0.7), ("three", 150, 3, 0.5), ("ten", 150, 10, 0.15), ("one", 1, 3, 1)]:
        p, y = multiples(n, k, sharpness)
        data(name, p, y)
        measures(name, p, y)
        if n > 1:
            q, w = multiples(SHOWN, k, sharpness)
            data(name + " other", q, w)
            binned(name, p, y, name + " other", q)
    for name, n, k, scale, noise in [("sure", 200, 4, 3, 1.5), ("unsure", 150, 3, 0.3, 0.3), ("binary", 80, 2, 2, 1.5)]:
        logits = rng.normal(size=(n, k))
        y = np.array([rng.choice(k, p=softmax(row)) for row in logits])
        z = np.round(scale * logits + noise * rng.normal(size=(n, k)) + rng.normal(size=(n, 1)), 2)
        data(name, z, y)
        scalings(name, z, y)


if __name__ == "__main__":
    main()

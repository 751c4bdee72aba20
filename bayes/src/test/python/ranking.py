"""Writes the values that RankingTest compares with, computed by scikit-learn.

Run as `python3 ranking.py > ../resources/candor/bayes/ranking.csv`; needs scikit-learn (Debian: python3-sklearn).
Every line is a set of random inputs: scores, whether each is positive, and the numbers of its ranking. The scores of
most sets have few levels, so that there are ties between and within both kinds.
"""
import numpy as np
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

# Number of inputs, levels of the score, share of positives.
SETS = [(2, 2, 0.5), (5, 2, 0.4), (12, 3, 0.5), (30, 1, 0.3), (30, 8, 0.9), (50, 5, 0.1), (80, 1000, 0.5),
        (100, 20, 0.02), (100, 100, 0.98), (120, 10 ** 9, 0.3), (150, 12, 0.5), (200, 40, 0.25)]


def main():
    random = np.random.default_rng(1)
    print("scores,positive,auroc,ap,ap of negatives,trapezoid,fpr95,fpr80,detection error")
    for n, levels, share in SETS:
        positive = np.arange(n) < max(1, round(share * n))
        random.shuffle(positive)
        score = np.floor(np.clip(random.normal(0.4, 0.2, n) + 0.2 * positive, 0, 1) * levels) / levels
        false, true, _ = roc_curve(positive, score, drop_intermediate=False)
        precision, recall, _ = precision_recall_curve(positive, score)
        values = [roc_auc_score(positive, score), average_precision_score(positive, score),
                  average_precision_score(~positive, -score), auc(recall, precision),
                  false[true >= 0.95 - 1e-12].min(), false[true >= 0.8 - 1e-12].min(),
                  (0.5 * (1 - true) + 0.5 * false).min()]
        print(" ".join(repr(float(s)) for s in score), "".join(str(int(p)) for p in positive),
              *[repr(float(v)) for v in values], sep=",")


if __name__ == "__main__":
    main()

"""Writes the learning rates of PyTorch's schedulers that ScheduleTorchTest compares with.

Run as `python3 schedules.py > ../resources/candor/nn/optim/schedules.csv`; the numbers were made with PyTorch 1.13.0.
Every line is one scheduler: case, learning rates of the steps from 0 on; for plateaus, metrics and the rates after
them.
"""
import math

import torch
from torch.optim import lr_scheduler as lr

STEPS = 40


def optimizer(rate=0.1):
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)


def numbers(values):
    return " ".join(map(repr, values))


def schedule(case, make, steps=STEPS):
    sgd = optimizer()
    scheduler = make(sgd)
    rates = []
    for _ in range(steps):
        rates.append(sgd.param_groups[0]["lr"])
        sgd.step()
        scheduler.step()
    print(",".join([case, numbers(rates)]))


def plateau(case, metrics, **options):
    sgd = optimizer()
    scheduler = lr.ReduceLROnPlateau(sgd, eps=0, **options)
    rates = []
    for metric in metrics:
        scheduler.step(metric)
        rates.append(sgd.param_groups[0]["lr"])
    print(",".join([case, numbers(metrics), numbers(rates)]))


print("case,numbers")
schedule("steps", lambda o: lr.StepLR(o, 7, 0.3))
schedule("multiStep", lambda o: lr.MultiStepLR(o, [5, 11, 30], 0.2))
schedule("exponential", lambda o: lr.ExponentialLR(o, 0.93))
schedule("linear", lambda o: lr.LinearLR(o, 0.1, 1, 8))
schedule("polynomial", lambda o: lr.PolynomialLR(o, 20, 2))
schedule("cosine", lambda o: lr.CosineAnnealingLR(o, 40, 0.003))
schedule("restarts", lambda o: lr.CosineAnnealingWarmRestarts(o, 5, 1, 0.003))
schedule("growing restarts", lambda o: lr.CosineAnnealingWarmRestarts(o, 5, 2, 0.003))
schedule("oneCycle", lambda o: lr.OneCycleLR(o, 0.5, STEPS + 1))
schedule("oneCycle numbers", lambda o: lr.OneCycleLR(o, 0.5, STEPS + 1, pct_start=0.45, div_factor=10,
                                                     final_div_factor=100))
schedule("warm-up", lambda o: lr.SequentialLR(o, [lr.LinearLR(o, 0.1, 1, 8), lr.CosineAnnealingLR(o, 32)], [8]))
falling = [1 / (1 + 0.3 * i) + 0.2 * math.sin(i) for i in range(STEPS)]
stuck = [5.0, 4.0] + [4.0 - 1e-5 * i for i in range(STEPS - 2)]
plateau("plateau", falling, factor=0.5, patience=2)
plateau("plateau default", stuck)
plateau("plateau absolute", falling, factor=0.5, patience=1, threshold=0.05, threshold_mode="abs", cooldown=3)
plateau("plateau higher", [-x for x in falling], mode="max", factor=0.5, patience=2, threshold=0.05, min_lr=0.004)

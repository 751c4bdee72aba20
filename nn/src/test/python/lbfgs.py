"""Writes minima that LbfgsTest compares with.

Run as `python3 lbfgs.py > ../resources/candor/nn/optim/lbfgs.csv`; the numbers were made with PyTorch 1.13.0 and SciPy
1.10.1. Every line is one array: case, what it is, shape, numbers. "logistic" is the minimum of the mean cross-entropy
with a penalty of 0.05 times the squared weights, by SciPy's Newton-CG and three of Newton's steps after it, and by
PyTorch's LBFGS; "rosenbrock" is where PyTorch's LBFGS ends on the function of Rosenbrock in five dimensions from
(-1.2, 1, -1.2, 1, -1.2).
"""
import numpy as np
import torch
from scipy.optimize import minimize


def line(case, what, x):
    x = np.asarray(x)
    print(",".join([case, what, " ".join(map(str, x.shape)), " ".join(map(repr, x.flatten().tolist()))]))


def by_torch(loss, start):
    w = start.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([w], max_iter=500, tolerance_grad=1e-11, tolerance_change=0,
                                  line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        value = loss(w)
        value.backward()
        return value
    optimizer.step(closure)
    return w.detach()


torch.set_default_dtype(torch.float64)
torch.manual_seed(7)
print("case,what,shape,numbers")

x = torch.randn(40, 5)
t = (x @ torch.randn(5, 3) + torch.randn(40, 3)).argmax(1)


def logistic(w):
    w = w.reshape(3, 5)
    return torch.nn.functional.cross_entropy(x @ w.T, t) + 0.05 * w.square().sum()


def value_and_gradient(w):
    w = torch.tensor(w, requires_grad=True)
    value = logistic(w)
    gradient, = torch.autograd.grad(value, w)
    return value.item(), gradient.numpy()


def hessian(w):
    return torch.autograd.functional.hessian(logistic, torch.tensor(w)).numpy()


by_scipy = minimize(value_and_gradient, np.zeros(15), jac=True, hess=hessian, method="Newton-CG",
                    options=dict(xtol=1e-15)).x
for _ in range(3):  # Newton's steps to the last digits
    by_scipy -= np.linalg.solve(hessian(by_scipy), value_and_gradient(by_scipy)[1])
line("logistic", "input", x)
line("logistic", "classes", t)
line("logistic", "scipy", by_scipy.reshape(3, 5))
line("logistic", "torch", by_torch(logistic, torch.zeros(15)).reshape(3, 5))
line("logistic", "loss", value_and_gradient(by_scipy)[0])


def rosenbrock(w):
    return (100 * (w[1:] - w[:-1] ** 2) ** 2 + (1 - w[:-1]) ** 2).sum()


line("rosenbrock", "torch", by_torch(rosenbrock, torch.tensor([-1.2, 1, -1.2, 1, -1.2])))

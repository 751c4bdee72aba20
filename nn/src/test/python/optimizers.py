"""Writes the steps of PyTorch's optimisers that OptimizersTorchTest compares with.

Run as `python3 optimizers.py > ../resources/candor/nn/optim/optimizers.csv`; the numbers were made with PyTorch 1.13.0.
Every line is one step: case, type, step, gradients, weights after the step. There are two parameters, of shapes [2, 3]
and [2], written one after the other. The test makes the optimiser of a case by its name.
"""
import torch

STEPS = 6
SGD, RMS, ADAGRAD = torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adagrad


def groups(parameters, **of_weight):
    return [dict(params=parameters[:1], **of_weight), dict(params=parameters[1:])]


def clip_norm(parameters):
    # PyTorch adds 1e-6 to the norm; take it out again.
    norm = torch.sqrt(sum(p.grad.square().sum() for p in parameters)).item()
    if norm > 1.5:
        torch.nn.utils.clip_grad_norm_(parameters, 1.5 * (norm + 1e-6) / norm)


def clip_value(parameters):
    torch.nn.utils.clip_grad_value_(parameters, 0.5)


CASES = {
    "nesterov": (lambda p: SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True), None),
    "dampening": (lambda p: SGD(p, lr=0.1, momentum=0.9, dampening=0.3), None),
    "rmsprop": (lambda p: RMS(p, lr=0.01), None),
    "rmsprop momentum": (lambda p: RMS(p, lr=0.01, alpha=0.9, eps=1e-3, momentum=0.8, weight_decay=0.1), None),
    "rmsprop centred": (lambda p: RMS(p, lr=0.01, alpha=0.9, centered=True), None),
    "rmsprop centred momentum": (lambda p: RMS(p, lr=0.01, alpha=0.95, momentum=0.8, centered=True, weight_decay=0.1),
                                 None),
    "adagrad": (lambda p: ADAGRAD(p, lr=0.1), None),
    "adagrad decay": (lambda p: ADAGRAD(p, lr=0.1, eps=0.01, weight_decay=0.1), None),
    "sgd groups": (lambda p: SGD(groups(p, lr=0.02, weight_decay=0.3), lr=0.1, momentum=0.9), None),
    "adam groups": (lambda p: torch.optim.Adam(groups(p, lr=0.02, weight_decay=0.3), lr=0.1), None),
    "adamw groups": (lambda p: torch.optim.AdamW(groups(p, lr=0.02, weight_decay=0.3), lr=0.1, weight_decay=0), None),
    "clip norm": (lambda p: SGD(p, lr=0.1, momentum=0.9), clip_norm),
    "clip value": (lambda p: SGD(p, lr=0.1, momentum=0.9), clip_value),
}


def numbers(tensors):
    return " ".join(repr(x) for t in tensors for x in t.detach().flatten().tolist())


def trajectory(case, name, dtype):
    make, clip = CASES[case]
    torch.manual_seed(7)
    parameters = [torch.linspace(-1, 1, 6, dtype=dtype).reshape(2, 3).requires_grad_(),
                  torch.linspace(0.5, -0.5, 2, dtype=dtype).requires_grad_()]
    optimizer = make(parameters)
    for step in range(STEPS):
        for p in parameters:
            p.grad = torch.randn(p.shape, dtype=torch.float64).to(dtype)
        gradients = numbers([p.grad for p in parameters])
        if clip:
            clip(parameters)
        optimizer.step()
        print(",".join([case, name, str(step), gradients, numbers(parameters)]))


print("case,type,step,gradients,weights")
for case in CASES:
    for name, dtype in [("F64", torch.float64), ("F32", torch.float32)]:
        trajectory(case, name, dtype)

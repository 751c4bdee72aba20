"""Writes the steps of torch.optim.SGD that SgdTorchTest compares with.

Run as `python3 sgd.py > ../resources/candor/nn/optim/sgd.csv`; the numbers were made with PyTorch 1.13.0.
Every line is one step: type, learning rate, momentum, weight decay, step, five gradients, five weights after the step.
"""
import torch

CASES = [(0.1, 0.0, 0.0), (0.1, 0.9, 0.0), (0.1, 0.0, 0.01), (0.01, 0.9, 1e-6), (0.5, 0.99, 0.1)]
STEPS = 6


def trajectory(dtype, rate, momentum, decay):
    torch.manual_seed(7)
    weight = torch.linspace(-1, 1, 5, dtype=dtype).requires_grad_()
    optimizer = torch.optim.SGD([weight], lr=rate, momentum=momentum, weight_decay=decay)
    for step in range(STEPS):
        weight.grad = torch.randn(5, dtype=torch.float64).to(dtype)
        gradient = weight.grad.clone()
        optimizer.step()
        yield step, gradient, weight.detach()


print("type,rate,momentum,decay,step," + ",".join(f"g{i}" for i in range(5)) + "," + ",".join(f"w{i}" for i in range(5)))
for name, dtype in [("F64", torch.float64), ("F32", torch.float32)]:
    for case in CASES:
        for step, gradient, weight in trajectory(dtype, *case):
            print(",".join([name, *map(repr, case), str(step), *map(repr, gradient.tolist()), *map(repr, weight.tolist())]))

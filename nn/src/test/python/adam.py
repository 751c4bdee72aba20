"""Writes the steps of torch.optim.Adam and AdamW that AdamTorchTest compares with.

Run as `python3 adam.py > ../resources/candor/nn/optim/adam.csv`; the numbers were made with PyTorch 1.13.0.
Every line is one step: optimiser, type, learning rate, beta1, beta2, epsilon, weight decay, step, five gradients, five
weights after the step.
"""
import torch

CASES = [(0.001, 0.9, 0.999, 1e-8, 0.0), (0.1, 0.9, 0.999, 1e-8, 0.1), (0.01, 0.5, 0.9, 0.01, 0.3),
         (0.05, 0.0, 0.0, 1.0, 0.0)]
STEPS = 6


def trajectory(optimizer, dtype, rate, beta1, beta2, epsilon, decay):
    torch.manual_seed(7)
    weight = torch.linspace(-1, 1, 5, dtype=dtype).requires_grad_()
    optimizer = optimizer([weight], lr=rate, betas=(beta1, beta2), eps=epsilon, weight_decay=decay)
    for step in range(STEPS):
        weight.grad = torch.randn(5, dtype=torch.float64).to(dtype)
        gradient = weight.grad.clone()
        optimizer.step()
        yield step, gradient, weight.detach()


print("optimizer,type,rate,beta1,beta2,epsilon,decay,step," + ",".join(f"g{i}" for i in range(5)) + ","
      + ",".join(f"w{i}" for i in range(5)))
for optimizer in (torch.optim.Adam, torch.optim.AdamW):
    for name, dtype in [("F64", torch.float64), ("F32", torch.float32)]:
        for case in CASES:
            for step, gradient, weight in trajectory(optimizer, dtype, *case):
                print(",".join([optimizer.__name__, name, *map(repr, case), str(step), *map(repr, gradient.tolist()),
                                *map(repr, weight.tolist())]))

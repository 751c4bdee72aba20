"""Writes what the layers of PyTorch compute, for LayerTorchTest to compare with.

Run as `python3 layers.py > ../resources/candor/nn/layer/layers.txt`; the numbers were made with PyTorch 1.13.0 in F64.
A layer begins with `layer <name>`; the lines after it are tensors, `<what> [shape] numbers`: parameters and buffers under
their names in state_dict, the input, the output y, the gradients of phi = sum(c y^2) by input and parameters, and the
products of the Hessian of phi with given directions. What is given, that is parameters, buffers, input, c and directions,
is written in 64ths, which F32 holds exactly. Layers are in training unless their name says `evaluation`.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Residual(nn.Module):
    """What nn.Sequential is for modules one after the other."""

    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body = body
        if shortcut is not None:
            self.shortcut = shortcut

    def forward(self, x):
        return self.body(x) + (self.shortcut(x) if hasattr(self, "shortcut") else x)


class Parallel(nn.ModuleList):
    def __init__(self, join, *branches):
        super().__init__(branches)
        self.join = join

    def forward(self, x):
        return self.join([branch(x) for branch in self])


class Composed(nn.Module):
    """An activation whose gradient PyTorch 1.13 cannot differentiate, made of ones whose it can."""

    def __init__(self, module, f):
        super().__init__()
        self.module = module
        self.f = f

    def forward(self, x):
        y = self.f(x)
        assert torch.allclose(y, self.module(x), rtol=0, atol=1e-15)
        return y


def up(**options):
    return nn.Upsample(**options)


IMAGE = (2, 2, 5, 4)
SIGNAL = (2, 2, 7)
POINTS = (2, 5)

LAYERS = {
    "linear": (nn.Linear(3, 2), (2, 3)),
    "conv1d": (nn.Conv1d(2, 3, 3), SIGNAL),
    "conv1d stride 2 padding 2 dilation 2 without bias":
        (nn.Conv1d(2, 2, 3, stride=2, padding=2, dilation=2, bias=False), SIGNAL),
    "conv1d depthwise": (nn.Conv1d(2, 4, 3, padding=1, groups=2), SIGNAL),
    "conv2d": (nn.Conv2d(2, 2, 3), IMAGE),
    "conv2d rectangular": (nn.Conv2d(2, 2, (3, 2), stride=(2, 1), padding=(0, 1), dilation=(1, 2)), IMAGE),
    "conv2d groups without bias": (nn.Conv2d(4, 2, 2, stride=2, padding=1, groups=2, bias=False), (2, 4, 3, 4)),
    "conv2d depthwise": (nn.Conv2d(3, 3, 3, padding=1, groups=3), (2, 3, 3, 3)),
    "convTranspose1d": (nn.ConvTranspose1d(2, 3, 3), (2, 2, 4)),
    "convTranspose1d stride 3 padding 1 dilation 2 output padding 1 groups 2":
        (nn.ConvTranspose1d(4, 2, 3, stride=3, padding=1, dilation=2, output_padding=1, groups=2), (2, 4, 3)),
    "convTranspose2d": (nn.ConvTranspose2d(2, 2, 2), (2, 2, 2, 3)),
    "convTranspose2d rectangular without bias":
        (nn.ConvTranspose2d(2, 2, (3, 2), stride=(2, 3), padding=(1, 0), dilation=(1, 2), output_padding=(0, 2),
                            bias=False), (2, 2, 2, 2)),
    "convTranspose2d stride 2 padding 1 output padding 1 groups 2":
        (nn.ConvTranspose2d(2, 4, 3, stride=2, padding=1, output_padding=1, groups=2), (1, 2, 2, 2)),
    "maxPool1d": (nn.MaxPool1d(2), SIGNAL),
    "maxPool1d 3 stride 2 padding 1": (nn.MaxPool1d(3, 2, 1), SIGNAL),
    "maxPool1d adaptive": (nn.AdaptiveMaxPool1d(3), SIGNAL),
    "avgPool1d": (nn.AvgPool1d(2), SIGNAL),
    "avgPool1d 3 stride 2 padding 1": (nn.AvgPool1d(3, 2, 1), SIGNAL),
    "avgPool1d global": (nn.AdaptiveAvgPool1d(1), SIGNAL),
    "maxPool2d": (nn.MaxPool2d(2), IMAGE),
    "maxPool2d 3 stride 2 padding 1": (nn.MaxPool2d(3, 2, 1), IMAGE),
    "maxPool2d rectangular": (nn.MaxPool2d((3, 2), (1, 2), (1, 0)), IMAGE),
    "maxPool2d global": (nn.AdaptiveMaxPool2d(1), IMAGE),
    "avgPool2d": (nn.AvgPool2d(2), IMAGE),
    "avgPool2d 3 stride 2 padding 1": (nn.AvgPool2d(3, 2, 1), IMAGE),
    "avgPool2d adaptive": (nn.AdaptiveAvgPool2d((2, 3)), IMAGE),
    "upsample nearest 2": (up(scale_factor=2), (1, 2, 2, 3)),
    "upsample nearest to 5,2": (up(size=(5, 2)), (1, 2, 3, 3)),
    "upsample nearest 3 of a signal": (up(scale_factor=3), (1, 2, 3)),
    "upsample bilinear 2": (up(scale_factor=2, mode="bilinear"), (1, 2, 2, 3)),
    "upsample bilinear to 5,2": (up(size=(5, 2), mode="bilinear"), (1, 2, 3, 3)),
    "upsample bilinear 2 aligned": (up(scale_factor=2, mode="bilinear", align_corners=True), (1, 2, 2, 3)),
    "upsample bilinear to 1,4 aligned": (up(size=(1, 4), mode="bilinear", align_corners=True), (1, 2, 3, 3)),
    "upsample bilinear to 5 of a signal": (up(size=5, mode="linear"), (1, 2, 3)),
    "batchNorm1d": (nn.BatchNorm1d(3), (4, 3)),
    "batchNorm1d of a signal": (nn.BatchNorm1d(2), (2, 2, 3)),
    "batchNorm2d": (nn.BatchNorm2d(2, eps=0.01, momentum=0.3), (2, 2, 2, 3)),
    "batchNorm2d evaluation": (nn.BatchNorm2d(2).eval(), (2, 2, 2, 2)),
    "layerNorm": (nn.LayerNorm(5), (3, 5)),
    "layerNorm of two axes": (nn.LayerNorm((2, 3), eps=0.01), (2, 2, 2, 3)),
    "layerNorm without affine": (nn.LayerNorm(4, elementwise_affine=False), (2, 2, 4)),
    "groupNorm": (nn.GroupNorm(2, 4), (2, 4, 2, 2)),
    "groupNorm of a signal": (nn.GroupNorm(1, 2, eps=0.01), (2, 2, 3)),
    "groupNorm without affine": (nn.GroupNorm(2, 4, affine=False), (3, 4)),
    "instanceNorm": (nn.InstanceNorm2d(2), (2, 2, 2, 3)),
    "instanceNorm affine of a signal": (nn.InstanceNorm1d(2, affine=True), (2, 2, 4)),
    "relu": (nn.ReLU(), POINTS),
    "relu6": (nn.ReLU6(), POINTS),
    "leakyRelu": (nn.LeakyReLU(), POINTS),
    "leakyRelu 0.2": (nn.LeakyReLU(0.2), POINTS),
    "elu": (nn.ELU(), POINTS),
    "elu 1.5": (nn.ELU(1.5), POINTS),
    "selu": (nn.SELU(), POINTS),
    "gelu": (nn.GELU(), POINTS),
    "silu": (nn.SiLU(), POINTS),
    "mish": (nn.Mish(), POINTS),
    "softplus": (nn.Softplus(), POINTS),
    "sigmoid": (nn.Sigmoid(), POINTS),
    "logSigmoid": (nn.LogSigmoid(), POINTS),
    "tanh": (nn.Tanh(), POINTS),
    "hardtanh": (nn.Hardtanh(), POINTS),
    "hardtanh -2,0.5": (nn.Hardtanh(-2, 0.5), POINTS),
    "softmax": (nn.Softmax(1), POINTS),
    "logSoftmax": (nn.LogSoftmax(1), POINTS),
    "flatten": (nn.Flatten(), (2, 2, 2, 2)),
    "unflatten": (nn.Unflatten(1, (2, 3)), (2, 6)),
    "identity": (nn.Identity(), POINTS),
    "residual": (Residual(nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 3))), (2, 3)),
    "residual projected":
        (Residual(nn.Conv2d(2, 3, 3, stride=2, padding=1), nn.Conv2d(2, 3, 1, stride=2, bias=False)), (1, 2, 4, 3)),
    "parallel concat":
        (Parallel(lambda y: torch.cat(y, 1), nn.Conv2d(2, 1, 1), nn.Conv2d(2, 2, 3, padding=1)), (2, 2, 2, 3)),
    "parallel sum": (Parallel(sum, nn.Linear(3, 2), nn.Sequential(nn.Linear(3, 2), nn.Sigmoid())), (2, 3)),
    "linear without bias": (nn.Linear(3, 2, bias=False), (2, 3)),
    "conv1d same padding": (nn.Conv1d(2, 2, 4, padding="same"), (2, 2, 5)),
    "conv1d same padding dilation 3 without bias":
        (nn.Conv1d(2, 2, 2, dilation=3, padding="same", bias=False), (2, 2, 5)),
    "conv2d same padding": (nn.Conv2d(2, 2, 3, padding="same"), (2, 2, 2, 3)),
    "conv2d same padding rectangular": (nn.Conv2d(2, 2, (4, 3), dilation=(1, 2), padding="same", groups=2), IMAGE),
    "maxPool1d ceil": (nn.MaxPool1d(2, ceil_mode=True), SIGNAL),
    "avgPool1d 3 stride 3 padding 1 ceil": (nn.AvgPool1d(3, 3, 1, ceil_mode=True), SIGNAL),
    "maxPool2d 2 stride 3 padding 1 ceil": (nn.MaxPool2d(2, 3, 1, ceil_mode=True), IMAGE),
    "avgPool2d 3 stride 2 ceil": (nn.AvgPool2d(3, 2, ceil_mode=True), IMAGE),
    "avgPool2d 3 stride 3 padding 1 ceil": (nn.AvgPool2d(3, 3, 1, ceil_mode=True), IMAGE),
    "avgPool2d 3 stride 3 padding 1 ceil excluding padding":
        (nn.AvgPool2d(3, 3, 1, ceil_mode=True, count_include_pad=False), IMAGE),
    "pRelu": (nn.PReLU(), POINTS),
    "pRelu of channels": (nn.PReLU(3), (2, 3, 2, 2)),
    "celu 1.5": (nn.CELU(1.5), POINTS),
    "geluTanh": (nn.GELU(approximate="tanh"), POINTS),
    "softplus 2": (nn.Softplus(2), POINTS),
    "softsign": (nn.Softsign(), POINTS),
    "tanhshrink": (nn.Tanhshrink(), POINTS),
    "hardshrink 0.5": (nn.Hardshrink(), POINTS),
    "softshrink 0.5": (nn.Softshrink(), POINTS),
    "threshold 0.5,-2": (nn.Threshold(0.5, -2), POINTS),
    "softmin": (nn.Softmin(1), POINTS),
    "glu": (nn.GLU(1), (2, 6)),
    # Inputs beyond both kinks.
    "relu6 wide": (nn.ReLU6(), POINTS, 4),
    "hardsigmoid wide": (Composed(nn.Hardsigmoid(), lambda x: F.relu6(x + 3) / 6), POINTS, 4),
    "hardswish wide": (Composed(nn.Hardswish(), lambda x: x * F.relu6(x + 3) / 6), POINTS, 4),
}


def multiples(rng, shape):
    """Odd multiples of 1/64 in [-2, 2], up to 128 different ones; no activation has a kink there."""
    k = rng.permutation(np.arange(-127, 128, 2))
    return torch.tensor(np.resize(k, int(np.prod(shape))) / 64.0).reshape(shape)


def positive(rng, shape):
    return torch.tensor(rng.randint(32, 129, int(np.prod(shape))) / 64.0).reshape(shape)


def line(what, x, numbers):
    print(what, str(list(x.shape)).replace(" ", ""), *numbers)


def given(what, x):
    line(what, x, [int(64 * v) for v in x.detach().flatten().tolist()])


def result(what, x):
    line(what, x, [f"{v:.15g}" for v in x.detach().flatten().tolist()])


def layer(name, seed, module, shape, scale=1):
    rng = np.random.RandomState(seed)
    print("layer", name)
    parameters = dict(module.named_parameters())
    with torch.no_grad():
        for path, p in parameters.items():
            p.copy_(multiples(rng, p.shape))
            given("parameter " + path, p)
        for path, b in module.named_buffers():
            if not path.endswith("num_batches_tracked"):
                b.copy_(positive(rng, b.shape))
                given("buffer " + path, b)
    x = (scale * multiples(rng, shape)).requires_grad_()
    y = module(x)
    c = multiples(rng, y.shape)
    variables = {"input": x, **parameters}
    directions = {what: multiples(rng, v.shape) for what, v in variables.items()}
    gradients = torch.autograd.grad((c * y * y).sum(), list(variables.values()), create_graph=True)
    along = sum((g * v).sum() for g, v in zip(gradients, directions.values()))
    products = torch.autograd.grad(along, list(variables.values()))
    given("input", x)
    given("c", c)
    result("output", y)
    for what, gradient, product in zip(variables, gradients, products):
        given("direction " + what, directions[what])
        result("gradient " + what, gradient)
        result("product " + what, product)


if __name__ == "__main__":
    versions = f"Python {sys.version.split()[0]}, NumPy {np.__version__}, PyTorch {torch.__version__}"
    print(f"# Made by nn/src/test/python/layers.py with {versions}.")
    for seed, (name, case) in enumerate(LAYERS.items()):
        layer(name, seed, *case)

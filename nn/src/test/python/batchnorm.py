"""Writes the steps of torch.nn.BatchNorm1d and BatchNorm2d that BatchNormTorchTest compares with.

Run as `python3 batchnorm.py > ../resources/candor/nn/layer/batchnorm.csv`; the numbers were made with PyTorch 1.13.0.
Every line is one tensor in F64: layer, step, what it is, shape, numbers. Three steps of gradient descent with rate 0.1
on the inner product of output and cotangent train weight and bias; the last line of a layer is its output in evaluation
for the last input.
"""
import torch


def line(layer, step, what, x):
    shape = " ".join(map(str, x.shape))
    print(",".join([layer, str(step), what, shape, " ".join(map(repr, x.detach().flatten().tolist()))]))


def run(layer, module, shape):
    torch.manual_seed(7)
    with torch.no_grad():
        module.weight.copy_(torch.linspace(0.5, 1.5, shape[1]))
        module.bias.copy_(torch.linspace(-1, 1, shape[1]))
    for step in range(3):
        x = (torch.randn(shape) * (step + 1) + 0.5).requires_grad_()
        cotangent = torch.randn(shape)
        y = module(x)
        gradients = torch.autograd.grad((y * cotangent).sum(), [x, module.weight, module.bias])
        with torch.no_grad():
            module.weight -= 0.1 * gradients[1]
            module.bias -= 0.1 * gradients[2]
        for what, tensor in [("input", x), ("cotangent", cotangent), ("output", y), ("gradient of input", gradients[0]),
                             ("gradient of weight", gradients[1]), ("gradient of bias", gradients[2]),
                             ("running_mean", module.running_mean), ("running_var", module.running_var)]:
            line(layer, step, what, tensor)
    line(layer, 3, "evaluation", module.eval()(x))


torch.set_default_dtype(torch.float64)
print("layer,step,what,shape,numbers")
run("BatchNorm1d", torch.nn.BatchNorm1d(3), (5, 3))
run("BatchNorm2d", torch.nn.BatchNorm2d(2, eps=0.01, momentum=0.3), (3, 2, 2, 3))

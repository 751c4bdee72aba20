"""Writes values and derivatives of PyTorch's losses that LossTorchTest compares with.

Run as `python3 losses.py > ../resources/candor/nn/loss/losses.csv`; the numbers were made with PyTorch 1.13.0.
Every line is one tensor in F64: case, what it is, shape, numbers. "classes" is a target of whole numbers, "target" one
of floating-point numbers; "gradient" and "product" (of the Hessian with "vector") are those of the mean. Losses that
PyTorch has not, or not twice differentiable, are written out.
"""
import torch
import torch.nn.functional as F

CLASSES = torch.tensor([0, 3, 1, 3, 2])
PIXELS = torch.tensor([[[0, 1], [2, 9], [1, 1]], [[9, 2], [0, 0], [2, 9]]])
WEIGHTS = torch.tensor([0.5, 1.0, 2.0, 0.25], dtype=torch.float64)


def line(case, what, x):
    shape = " ".join(map(str, x.shape))
    print(",".join([case, what, shape, " ".join(map(repr, x.detach().flatten().tolist()))]))


def write(case, output, target, loss):
    """`loss` takes output, target and a reduction, one of PyTorch's names."""
    output = output.requires_grad_()
    vector = torch.randn(output.shape)
    mean = loss(output, target, "mean")
    gradient, = torch.autograd.grad(mean, output, create_graph=True)
    # The product with 0 lets a gradient that is constant be differentiated.
    product, = torch.autograd.grad((gradient * vector).sum() + 0 * output.sum(), output)
    line(case, "output", output)
    line(case, "target" if target.is_floating_point() else "classes", target)
    line(case, "elements", loss(output, target, "none"))
    line(case, "mean", mean)
    line(case, "sum", loss(output, target, "sum"))
    line(case, "gradient", gradient)
    line(case, "vector", vector)
    line(case, "product", product)


def reduced(elements):
    """A loss from its elements."""
    def loss(output, target, reduction):
        x = elements(output, target)
        return x if reduction == "none" else x.mean() if reduction == "mean" else x.sum()
    return loss


def twice(built_in, elements):
    """Of PyTorch's loss the values, of its elements the derivatives, which must agree."""
    def loss(output, target, reduction):
        value = built_in(output, target, reduction=reduction)
        written = reduced(elements)(output, target, reduction)
        assert torch.allclose(value, written, rtol=1e-13, atol=1e-13)
        return written
    return loss


def cross_entropy(**options):
    return lambda x, t, reduction: F.cross_entropy(x, t, reduction=reduction, **options)


def margins(margin, power):
    def elements(x, t):
        missing = (margin - x.gather(1, t[:, None]) + x).clamp(min=0) ** power
        return (missing * (1 - F.one_hot(t, x.shape[1]))).sum(1) / x.shape[1]
    return elements


def gaussian(variance):
    def loss(output, target, reduction):
        mean, s = output.chunk(2, dim=1)
        return F.gaussian_nll_loss(mean, target, variance(s), full=True, eps=1e-30, reduction=reduction)
    return loss


def kl(x, t, reduction):
    elements = F.kl_div(x.log_softmax(1), t.log_softmax(1), log_target=True, reduction="none").sum(1)
    if reduction == "mean" and x.dim() == 2:
        assert torch.allclose(elements.mean(), F.kl_div(x.log_softmax(1), t.log_softmax(1), log_target=True,
                                                        reduction="batchmean"), rtol=1e-13)
    return elements if reduction == "none" else elements.mean() if reduction == "mean" else elements.sum()


def signs(shape):
    return torch.where(torch.randn(shape) < 0, -1.0, 1.0).double()


torch.set_default_dtype(torch.float64)
torch.manual_seed(7)
print("case,what,shape,numbers")
write("crossEntropy", torch.randn(5, 4) * 3, CLASSES, cross_entropy())
write("crossEntropy smoothing", torch.randn(5, 4) * 3, CLASSES, cross_entropy(label_smoothing=0.2))
write("crossEntropy weights", torch.randn(5, 4) * 3, CLASSES, cross_entropy(weight=WEIGHTS))
write("crossEntropy ignoring", torch.randn(5, 4) * 3, CLASSES, cross_entropy(ignore_index=3))
write("crossEntropy all", torch.randn(5, 4) * 3, CLASSES,
      cross_entropy(weight=WEIGHTS, ignore_index=3, label_smoothing=0.1))
write("crossEntropy pixels", torch.randn(2, 3, 3, 2) * 3, PIXELS % 7, cross_entropy())
write("crossEntropy pixels all", torch.randn(2, 3, 3, 2) * 3, PIXELS,
      cross_entropy(weight=WEIGHTS[:3], ignore_index=9, label_smoothing=0.1))
write("crossEntropy probabilities", torch.randn(5, 4) * 3, torch.rand(5, 4).softmax(1), cross_entropy())
write("crossEntropy probabilities all", torch.randn(2, 4, 3) * 3, torch.rand(2, 4, 3).softmax(1),
      cross_entropy(weight=WEIGHTS, label_smoothing=0.1))
write("binaryCrossEntropy", torch.randn(5, 3) * 3, torch.rand(5, 3),
      lambda x, t, reduction: F.binary_cross_entropy_with_logits(x, t, reduction=reduction))
write("binaryCrossEntropy weight", torch.randn(5, 3) * 3, torch.randint(0, 2, (5, 3)).double(),
      lambda x, t, reduction: F.binary_cross_entropy_with_logits(x, t, pos_weight=WEIGHTS[:3], reduction=reduction))
write("mse", torch.randn(5, 3), torch.randn(5, 3), lambda x, t, reduction: F.mse_loss(x, t, reduction=reduction))
write("mae", torch.randn(5, 3), torch.randn(5, 3), lambda x, t, reduction: F.l1_loss(x, t, reduction=reduction))
write("huber", torch.randn(5, 3), torch.randn(5, 3),
      twice(lambda x, t, reduction: F.huber_loss(x, t, delta=0.7, reduction=reduction),
            lambda x, t: torch.where((x - t).abs() <= 0.7, 0.5 * (x - t) ** 2, 0.7 * ((x - t).abs() - 0.35))))
write("smoothL1", torch.randn(5, 3), torch.randn(5, 3),
      twice(lambda x, t, reduction: F.smooth_l1_loss(x, t, beta=0.7, reduction=reduction),
            lambda x, t: torch.where((x - t).abs() <= 0.7, 0.5 * (x - t) ** 2 / 0.7, (x - t).abs() - 0.35)))
write("gaussianNll", torch.randn(5, 4), torch.randn(5, 2), gaussian(lambda s: F.softplus(s) + 1e-6))
write("gaussianNll log", torch.randn(5, 4), torch.randn(5, 2), gaussian(torch.exp))
write("gaussianNll log floor", torch.randn(2, 4, 3), torch.randn(2, 2, 3), gaussian(lambda s: s.exp() + 0.1))
write("klDivergence", torch.randn(5, 4), torch.randn(5, 4), kl)
write("klDivergence pixels", torch.randn(2, 4, 3), torch.randn(2, 4, 3), kl)
write("hinge", torch.randn(5, 3), signs((5, 3)), reduced(lambda x, t: (1 - x * t).clamp(min=0)))
write("smoothHinge", torch.randn(5, 3), signs((5, 3)), reduced(lambda x, t: 0.3 * F.softplus((1 - x * t) / 0.3)))
write("multiMargin", torch.randn(5, 4), CLASSES, twice(F.multi_margin_loss, margins(1, 1)))
write("multiMargin squared", torch.randn(5, 4), CLASSES,
      twice(lambda x, t, reduction: F.multi_margin_loss(x, t, p=2, margin=0.5, reduction=reduction), margins(0.5, 2)))

#!/usr/bin/env python3
"""Computes with PyTorch, in float64, what the tests of candor-core compare with.

    python3 core/src/test/python/reference.py core/src/test/resources/reference

writes
- operations.txt: for every row of the operation table (candor.op.OpTable) inputs, a cotangent, the result and the
  gradients. Inputs and cotangents are multiples of 1/64, so float32 holds them exactly;
- lenet.txt: a LeNet whose weights and images a formula gives (see hashed), with every k-th number of the gradient of its
  loss and of a Hessian-vector product.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


# --- where inputs lie, in multiples of 1/64; the names are those of candor.op.Domain

def integers(low, high):
    return lambda rng, n: rng.randint(low, high + 1, n)


def not_zero(rng, n):
    return rng.randint(8, 161, n) * rng.choice([-1, 1], n)


def not_one(rng, n):
    k = rng.randint(-160, 161, n)
    return np.where(abs(abs(k) - 64) < 4, k + 9, k)


ANY = integers(-160, 160)
SMALL = integers(-38, 38)
POSITIVE = integers(20, 192)
ABOVE_MINUS_ONE = integers(-38, 128)
NOT_ZERO = not_zero
NOT_ONE = not_one
DISTINCT = lambda rng, n: 4 * rng.permutation(n) - 2 * n
EVEN = lambda rng, n: 16 * rng.randint(-5, 6, n)
ODD = lambda rng, n: 16 * rng.randint(-5, 5, n) + 8
TIES = lambda rng, n: 64 * rng.randint(-1, 3, n)
MASK = lambda rng, n: 64 * rng.randint(0, 2, n)
INDEX = "index"
FIXED = (MASK, INDEX)


def make(domain, shape, rng):
    n = int(np.prod(shape))
    if domain == INDEX:
        return torch.tensor(rng.randint(0, 3, n)).reshape(shape)
    return torch.tensor(domain(rng, n) / 64.0).reshape(shape)


# --- the operations

class Digamma(torch.autograd.Function):
    """The digamma function with an exact gradient: PyTorch's trigamma is off by 1e-9, its zeta(2, x) by 1e-15."""

    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return torch.digamma(x)

    @staticmethod
    def backward(context, g):
        return g * torch.special.zeta(2, *context.saved_tensors)


def adjoint(forward, shape, g):
    """The gradient of a function at an input of the given shape, differentiable in the cotangent g."""
    x = torch.zeros(shape, requires_grad=True)
    return torch.autograd.grad(forward(x), x, g, create_graph=True)[0]


def pooled(x):
    return F.max_pool2d(x, (3, 3), (2, 1), 1)


def max_pool_trace(x):
    y, at = F.max_pool2d(x.detach(), (3, 3), (2, 1), 1, return_indices=True)
    height, width = x.shape[2:]
    top = (2 * torch.arange(y.shape[2]) - 1).clamp(min=0)[:, None]
    left = (torch.arange(y.shape[3]) - 1).clamp(min=0)
    columns = (torch.arange(y.shape[3]) + 2).clamp(max=width) - left
    return torch.stack([y, (torch.div(at, width, rounding_mode="floor") - top) * columns + at % width - left])


def max_pool_gradient(g, x):
    at = x.detach().requires_grad_()
    return torch.autograd.grad(pooled(at), at, g, create_graph=True)[0]


def max_pool_pick(v, x):
    _, places = F.max_pool2d(x, (3, 3), (2, 1), 1, return_indices=True)
    return v.flatten(2).gather(2, places.flatten(2)).reshape(places.shape)


def average_pooled(x):
    return F.avg_pool2d(x, (3, 3), (2, 1), 1)


def batch_norm(x, w=None, b=None):
    return F.batch_norm(x, None, None, w, b, training=True, eps=0.25)


def others(x):
    return [axis for axis in range(x.dim()) if axis != 1]


def batch_norm_gradient(g, x, w):
    at = x if x.requires_grad else x.detach().requires_grad_()
    return torch.autograd.grad(batch_norm(at, w), at, g, create_graph=True)[0]


def place(x):
    y = torch.zeros(8, 11)
    y[1:1 + 2 * x.shape[0]:2, 0:3 * x.shape[1]:3] = x
    return y


def index_add(axis):
    def f(x, i):
        shape = list(x.shape)
        shape[axis] = 4
        return torch.zeros(shape).index_add(axis, i, x)
    return f


def scatter_add(axis):
    def f(x, i):
        shape = list(x.shape)
        shape[axis] = 4
        return torch.zeros(shape).scatter_add(axis, i, x)
    return f


def conv_weight_gradient(kernel, **options):
    def f(x, y):
        w = torch.zeros(y.shape[1], x.shape[1] // options.get("groups", 1), *kernel, requires_grad=True)
        return torch.autograd.grad(F.conv2d(x, w, **options), w, y, create_graph=True)[0]
    return f


CELLS = {"rnn_tanh": (1, 1), "rnn_relu": (1, 1), "lstm": (4, 2), "gru": (3, 1)}


def cell(kind, a, p, states, units):
    """The new states of the old ones, from the two products with their biases."""
    def gate(x, i):
        return x[:, i * units:(i + 1) * units]
    if kind == "rnn_tanh":
        return [torch.tanh(a + p)]
    if kind == "rnn_relu":
        return [torch.relu(a + p)]
    if kind == "lstm":
        i, f, g, o = [gate(a + p, k) for k in range(4)]
        c = torch.sigmoid(f) * states[1] + torch.sigmoid(i) * torch.tanh(g)
        return [torch.sigmoid(o) * torch.tanh(c), c]
    r, z = [torch.sigmoid(gate(a, k) + gate(p, k)) for k in range(2)]
    n = torch.tanh(gate(a, 2) + r * gate(p, 2))
    return [(1 - z) * n + z * states[0]]


def recurrence(kind, lengths=False, reverse=False):
    """Sequence after sequence; without masks the last states are compared with PyTorch's own layers."""
    def f(x, w, b, state, mask=None):
        steps, samples, width = x.shape
        units = w.shape[1]
        result = [[torch.zeros(units)] * samples for _ in range(steps)]
        last = [[None] * samples for _ in range(len(state))]
        for n in range(samples):
            length = (steps - n) % (steps + 1) if lengths else steps
            states = [s[n:n + 1] for s in state]
            for t in reversed(range(length)) if reverse else range(length):
                masks = torch.ones(1, samples, units) if mask is None else mask
                rows = w.chunk(len(masks))
                p = torch.cat([(states[0] * m[n]) @ r.t() for m, r in zip(masks, rows)], 1)
                states = cell(kind, x[t, n:n + 1] + b[0], p + b[1], states, units)
                result[t][n] = states[0][0]
            if mask is None:
                check(kind, x[:length, n:n + 1].flip(0) if reverse else x[:length, n:n + 1], w, b, state[:, n:n + 1], states)
            for i, s in enumerate(states):
                last[i][n] = s[0]
        return torch.stack([torch.stack(row) for row in result + last])
    return f


def check(kind, x, w, b, state, expected):
    if len(x) == 0:
        return
    weights = [torch.eye(w.shape[0]), w, b[0], b[1]]
    run = getattr(torch._VF, kind)
    first = tuple(s[None] for s in state) if kind == "lstm" else state[0][None]
    _, *states = run(x, first, weights, True, 1, 0.0, False, False, False)
    for s, e in zip(states, expected):
        assert torch.allclose(s[0], e, rtol=0, atol=1e-14), kind


def recurrence_gradient(kind):
    def f(g, *operands):
        at = [x if x.requires_grad else x.detach().requires_grad_() for x in operands]
        gradients = torch.autograd.grad(recurrence(kind, lengths=True)(*at), at, g, create_graph=True)
        return torch.cat([d.flatten() for d in gradients])
    return f


def recurrent_shapes(kind, mask=0, gradient=False):
    gates, states = CELLS[kind]
    shapes = ["[3,4,%d] [%d,2] [2,%d] [%d,4,2]" % (2 * gates, 2 * gates, 2 * gates, states)]
    if mask:
        shapes = ["%s [%d,4,2]" % (shapes[0], mask)]
    return ["[%d,4,2] %s" % (3 + states, shapes[0])] if gradient else shapes


def recurrent_rows():
    rows = {}
    operands = [SMALL, SMALL, SMALL, ANY]
    for kind, (gates, _) in CELLS.items():
        name = "recurrence " + kind
        rows[name] = (recurrence(kind), operands, recurrent_shapes(kind))
        rows[name + " backwards with lengths"] = (recurrence(kind, True, True), operands, recurrent_shapes(kind))
        if gates > 1:
            rows[name + " with lengths and a mask"] = (recurrence(kind, True), operands + [MASK], recurrent_shapes(kind, 1))
            rows[name + " with a mask for each gate"] = (recurrence(kind), operands + [MASK], recurrent_shapes(kind, gates))
            rows["recurrenceGradient " + kind] = (recurrence_gradient(kind), [ANY] + operands,
                                                  recurrent_shapes(kind, gradient=True))
    return rows


UNEVEN = dict(stride=(2, 1), padding=(0, 2), dilation=(1, 2))
ZIPPED = ["[5] [5]", "[3,4] [4]", "[2,1,4] [3,1]"]
MAPPED = ["[]", "[12]"]
ALL = ["[]", "[5]", "[2,3,4]"]
ALONG = ["[3,4]", "[2,3,4]"]

ROWS = {
    # element-wise
    "add": (torch.add, [ANY, ANY], ZIPPED),
    "sub": (torch.sub, [ANY, ANY], ZIPPED),
    "mul": (torch.mul, [ANY, ANY], ZIPPED),
    "div": (torch.div, [ANY, NOT_ZERO], ZIPPED),
    "pow": (torch.pow, [POSITIVE, ANY], ZIPPED),
    "maximum": (torch.maximum, [EVEN, ODD], ZIPPED),
    "minimum": (torch.minimum, [EVEN, ODD], ZIPPED),
    "add 2.5": (lambda x: x + 2.5, [ANY], MAPPED),
    "sub 2.5": (lambda x: x - 2.5, [ANY], MAPPED),
    "mul -1.5": (lambda x: x * -1.5, [ANY], MAPPED),
    "div 0.75": (lambda x: x / 0.75, [ANY], MAPPED),
    "pow 3": (lambda x: x ** 3, [NOT_ZERO], MAPPED),
    "pow -1.5": (lambda x: x ** -1.5, [POSITIVE], MAPPED),
    "pow 0": (lambda x: x ** 0, [NOT_ZERO], MAPPED),
    "maximum 0.3": (lambda x: x.clamp(min=0.3), [EVEN], MAPPED),
    "minimum 0.3": (lambda x: x.clamp(max=0.3), [EVEN], MAPPED),
    "neg": (torch.neg, [ANY], MAPPED),
    "abs": (torch.abs, [NOT_ZERO], MAPPED),
    "square": (torch.square, [ANY], MAPPED),
    "sqrt": (torch.sqrt, [POSITIVE], MAPPED),
    "rsqrt": (torch.rsqrt, [POSITIVE], MAPPED),
    "exp": (torch.exp, [ANY], MAPPED),
    "expm1": (torch.expm1, [ANY], MAPPED),
    "log": (torch.log, [POSITIVE], MAPPED),
    "log1p": (torch.log1p, [ABOVE_MINUS_ONE], MAPPED),
    "sin": (torch.sin, [ANY], MAPPED),
    "cos": (torch.cos, [ANY], MAPPED),
    "erf": (torch.erf, [ANY], MAPPED),
    "lgamma": (torch.lgamma, [POSITIVE], MAPPED),
    "digamma": (Digamma.apply, [POSITIVE], MAPPED),
    "polygamma 1": (lambda x: torch.special.zeta(2, x), [POSITIVE], MAPPED),
    "polygamma 2": (lambda x: torch.polygamma(2, x), [POSITIVE], MAPPED),
    "polygamma 3": (lambda x: torch.polygamma(3, x), [POSITIVE], MAPPED),
    "tanh": (torch.tanh, [ANY], MAPPED),
    "sigmoid": (torch.sigmoid, [ANY], MAPPED),
    "softplus": (F.softplus, [ANY], MAPPED),
    "relu": (F.relu, [NOT_ZERO], MAPPED),
    "leakyRelu 0.1": (lambda x: F.leaky_relu(x, 0.1), [NOT_ZERO], MAPPED),
    "elu 1.3": (lambda x: F.elu(x, 1.3), [NOT_ZERO], MAPPED),
    "gelu": (F.gelu, [ANY], MAPPED),
    "silu": (F.silu, [ANY], MAPPED),
    "sign": (lambda x: torch.sign(x).detach(), [NOT_ZERO], MAPPED),
    "eq": (torch.eq, [TIES, TIES], ZIPPED),
    "ne": (torch.ne, [TIES, TIES], ZIPPED),
    "lt": (torch.lt, [TIES, TIES], ZIPPED),
    "le": (torch.le, [TIES, TIES], ZIPPED),
    "gt": (torch.gt, [TIES, TIES], ZIPPED),
    "ge": (torch.ge, [TIES, TIES], ZIPPED),
    "clamp -1 1": (lambda x: x.clamp(-1, 1), [NOT_ONE], MAPPED),
    "gate": (lambda a, b: torch.where(b > 0, a, torch.zeros_like(a)), [ANY, NOT_ZERO], ZIPPED),
    "where": (lambda c, a, b: torch.where(c != 0, a, b), [MASK, ANY, ANY], ["[3,4] [3,4] [3,4]", "[3,1] [4] [2,1,1]"]),
    "cast": (lambda x: x.float(), [ANY], MAPPED),
    # reductions
    "sum": (torch.sum, [ANY], ALL),
    "sum 0": (lambda x: x.sum(0), [ANY], ALONG),
    "sum 1": (lambda x: x.sum(1), [ANY], ALONG),
    "sumKeep 1": (lambda x: x.sum(1, keepdim=True), [ANY], ALONG),
    "sum 0,-1": (lambda x: x.sum((0, -1)), [ANY], ["[2,3,4]"]),
    "mean": (torch.mean, [ANY], ALL),
    "mean 1": (lambda x: x.mean(1), [ANY], ALONG),
    "meanKeep 0": (lambda x: x.mean(0, keepdim=True), [ANY], ALONG),
    "variance 1": (torch.var, [ANY], ["[5]", "[2,3,4]"]),
    "variance 0 along 1": (lambda x: x.var(1, unbiased=False), [ANY], ALONG),
    "norm": (torch.norm, [NOT_ZERO], ALL),
    "norm 1": (lambda x: x.norm(dim=1), [NOT_ZERO], ALONG),
    "normKeep 0": (lambda x: x.norm(dim=0, keepdim=True), [NOT_ZERO], ALONG),
    "cumsum 0": (lambda x: x.cumsum(0), [ANY], ALONG),
    "cumsum 1": (lambda x: x.cumsum(1), [ANY], ALONG),
    "max": (torch.max, [DISTINCT], ALL),
    "max 0": (lambda x: x.amax(0), [TIES], ALONG),
    "max 1": (lambda x: x.amax(1), [TIES], ALONG),
    "maxKeep 0,-1": (lambda x: x.amax((0, -1), keepdim=True), [TIES], ALONG),
    "min": (torch.min, [DISTINCT], ALL),
    "min 1": (lambda x: x.amin(1), [TIES], ALONG),
    "argmax 0": (lambda x: x.argmax(0), [DISTINCT], ALONG),
    "argmax 1": (lambda x: x.argmax(1), [DISTINCT], ALONG),
    "argmin 1": (lambda x: x.argmin(1), [DISTINCT], ALONG),
    "logsumexp": (lambda x: x.flatten().logsumexp(0), [ANY], ALL),
    "logsumexp 1": (lambda x: x.logsumexp(1), [ANY], ALONG),
    "logsumexpKeep 0": (lambda x: x.logsumexp(0, keepdim=True), [ANY], ALONG),
    "softmax 0": (lambda x: x.softmax(0), [ANY], ALONG),
    "softmax 1": (lambda x: x.softmax(1), [ANY], ALONG),
    "logSoftmax 0": (lambda x: x.log_softmax(0), [ANY], ALONG),
    "logSoftmax 1": (lambda x: x.log_softmax(1), [ANY], ALONG),
    "crossEntropy": (lambda x, t: F.cross_entropy(x, t, reduction="none"), [ANY, INDEX], ["[1,3] [1]", "[4,5] [4]"]),
    "crossEntropyOf": (lambda x, p: F.cross_entropy(x, p, reduction="none"), [ANY, POSITIVE], ["[4,3] [4,3]"]),
    # what rearranges
    "reshape -1,2": (lambda x: x.reshape(-1, 2), [ANY], ["[3,4]"]),
    "flatten 1": (lambda x: x.flatten(1), [ANY], ["[2,3,2,2]"]),
    "unsqueeze 1": (lambda x: x.unsqueeze(1), [ANY], ["[3,4]"]),
    "squeeze 1": (lambda x: x.squeeze(1), [ANY], ["[3,1,4]"]),
    "permute 2,0,1": (lambda x: x.permute(2, 0, 1), [ANY], ["[2,3,4]"]),
    "transpose": (lambda x: x.transpose(-2, -1), [ANY], ALONG),
    "transpose 0,2": (lambda x: x.transpose(0, 2), [ANY], ["[2,3,4]"]),
    "expand 2,3,4": (lambda x: x.expand(2, 3, 4), [ANY], ["[]", "[4]", "[3,1]"]),
    "slice 1 from 1 to 4 step 2": (lambda x: x[:, 1:4:2], [ANY], ["[3,5]"]),
    "slice -1 from 1 to 3": (lambda x: x[..., 1:3], [ANY], ["[3,5]"]),
    "select 1,2": (lambda x: x.select(1, 2), [ANY], ["[3,4]"]),
    "split 1 by 2": (lambda x: x.split(2, 1)[-1], [ANY], ["[3,5]"]),
    "flip": (lambda x: x.flip(list(range(x.dim()))), [ANY], ["[5]", "[3,4]"]),
    "flip 0": (lambda x: x.flip(0), [ANY], ["[3,4]"]),
    "pad -1 by 1 and 2": (lambda x: F.pad(x, (1, 2)), [ANY], ["[3,4]"]),
    "pad 0 by 2 and 0 with -1.5": (lambda x: F.pad(x, (0, 0, 2, 0), value=-1.5), [ANY], ["[3,4]"]),
    "place": (place, [ANY], ["[3,4]"]),
    "concat 0": (lambda *x: torch.cat(x, 0), [ANY] * 3, ["[2,3] [1,3] [4,3]"]),
    "concat 1": (lambda *x: torch.cat(x, 1), [ANY] * 3, ["[2,3] [2,1] [2,2]"]),
    "stack 0": (lambda *x: torch.stack(x, 0), [ANY] * 2, ["[2,3] [2,3]"]),
    "stack -1": (lambda *x: torch.stack(x, -1), [ANY] * 2, ["[2,3] [2,3]"]),
    "indexSelect 0": (lambda x, i: x.index_select(0, i), [ANY, INDEX], ["[3,4] [5]"]),
    "indexSelect 1": (lambda x, i: x.index_select(1, i), [ANY, INDEX], ["[2,3,2] [5]"]),
    "indexAdd 0": (index_add(0), [ANY, INDEX], ["[5,2] [5]"]),
    "indexAdd 1": (index_add(1), [ANY, INDEX], ["[2,5,2] [5]"]),
    "gather 0": (lambda x, i: x.gather(0, i), [ANY, INDEX], ["[3,4] [5,4]"]),
    "gather 1": (lambda x, i: x.gather(1, i), [ANY, INDEX], ["[2,3,2] [2,5,2]"]),
    "scatterAdd 0": (scatter_add(0), [ANY, INDEX], ["[5,2] [5,2]"]),
    "scatterAdd 1": (scatter_add(1), [ANY, INDEX], ["[2,5,2] [2,5,2]"]),
    "oneHot 4": (lambda i: F.one_hot(i, 4), [INDEX], ["[2,3]"]),
    # products
    "matmul": (torch.matmul, [ANY, ANY], ["[2,3] [3,4]"]),
    "matmul batched": (torch.matmul, [ANY, ANY], ["[2,2,3] [2,3,4]"]),
    "matmul broadcast": (torch.matmul, [ANY, ANY], ["[2,3] [2,3,4]", "[2,1,2,3] [3,3,2]"]),
    "matmul of vectors": (torch.matmul, [ANY, ANY], ["[3] [3]", "[3] [3,4]", "[2,2,3] [3]"]),
    "matmul left transposed": (lambda a, b: a.transpose(-2, -1) @ b, [ANY, ANY], ["[3,2] [3,4]"]),
    "matmul right transposed": (lambda a, b: a @ b.transpose(-2, -1), [ANY, ANY], ["[2,3] [4,3]"]),
    "conv2d": (F.conv2d, [ANY, ANY], ["[2,2,4,5] [3,2,3,2]"]),
    "conv2d bias": (F.conv2d, [ANY, ANY, ANY], ["[2,2,4,5] [3,2,3,2] [3]"]),
    "conv2d stride 2 padding 1": (lambda x, w: F.conv2d(x, w, stride=2, padding=1), [ANY, ANY], ["[2,2,4,5] [2,2,3,3]"]),
    "conv2d dilation 2 padding 2":
        (lambda x, w: F.conv2d(x, w, dilation=2, padding=2), [ANY, ANY], ["[2,2,4,5] [2,2,3,2]"]),
    "conv2d groups 2 padding 1": (lambda x, w: F.conv2d(x, w, groups=2, padding=1), [ANY, ANY], ["[2,4,3,4] [4,2,3,3]"]),
    "conv2d uneven": (lambda x, w: F.conv2d(x, w, **UNEVEN), [ANY, ANY], ["[2,2,6,4] [3,2,3,2]"]),
    "convTranspose2d": (F.conv_transpose2d, [ANY, ANY], ["[2,3,2,3] [3,2,3,2]"]),
    "convTranspose2d stride 2 padding 1 extra 1":
        (lambda y, w: F.conv_transpose2d(y, w, stride=2, padding=1, output_padding=1), [ANY, ANY],
         ["[2,2,2,3] [2,2,3,3]"]),
    "convTranspose2d groups 2 padding 1":
        (lambda y, w: F.conv_transpose2d(y, w, padding=1, groups=2), [ANY, ANY], ["[2,4,3,4] [4,2,3,3]"]),
    "convInputGradient uneven":
        (lambda y, w: adjoint(lambda x: F.conv2d(x, w, **UNEVEN), (2, 2, 6, 5), y), [ANY, ANY], ["[2,3,2,7] [3,2,3,2]"]),
    "convWeightGradient": (conv_weight_gradient((3, 2)), [ANY, ANY], ["[2,2,4,5] [2,3,2,4]"]),
    "convWeightGradient groups 2 padding 1":
        (conv_weight_gradient((3, 3), padding=1, groups=2), [ANY, ANY], ["[2,4,3,4] [2,4,3,4]"]),
    "convWeightGradient uneven": (conv_weight_gradient((3, 2), **UNEVEN), [ANY, ANY], ["[2,2,6,5] [2,3,2,7]"]),
    "maxPool2d": (lambda x: F.max_pool2d(x, 2), [DISTINCT], ["[2,2,4,5]"]),
    "maxPool2d overlapping": (pooled, [TIES], ["[2,2,4,5]"]),
    "maxPool2d adaptive": (lambda x: F.adaptive_max_pool2d(x, (2, 3)), [DISTINCT], ["[2,2,5,4]"]),
    "maxPoolGradient": (max_pool_gradient, [ANY, DISTINCT], ["[2,2,2,5] [2,2,4,5]"]),
    "maxPoolPick": (max_pool_pick, [ANY, DISTINCT], ["[2,2,4,5] [2,2,4,5]"]),
    "avgPool2d": (lambda x: F.avg_pool2d(x, 2), [ANY], ["[2,2,4,5]"]),
    "avgPool2d overlapping": (average_pooled, [ANY], ["[2,2,4,5]"]),
    "avgPool2d adaptive": (lambda x: F.adaptive_avg_pool2d(x, (2, 3)), [ANY], ["[2,2,5,4]"]),
    "avgPoolGradient": (lambda g: adjoint(average_pooled, (2, 2, 4, 5), g), [ANY], ["[2,2,2,5]"]),
    # normalisation
    "batchStatistics":
        (lambda x: torch.stack([x.mean(others(x)), x.var(others(x), unbiased=False)]), [ANY], ["[4,3]", "[2,3,2,2]"]),
    "batchNorm": (batch_norm, [ANY] * 3, ["[4,3] [3] [3]", "[2,3,2,2] [3] [3]"]),
    "batchNormSums":
        (lambda g, x: torch.stack([(g * batch_norm(x)).sum(others(x)), g.sum(others(x))]), [ANY] * 2,
         ["[4,3] [4,3]", "[2,3,2,2] [2,3,2,2]"]),
    "batchNormGradient": (batch_norm_gradient, [ANY] * 3, ["[4,3] [4,3] [3]", "[2,3,2,2] [2,3,2,2] [3]"]),
    # resampling
    "resample 2 linear to 7":
        (lambda x: F.interpolate(x, size=(7, x.shape[3]), mode="bilinear", align_corners=False), [ANY], ["[2,2,4,3]"]),
    "resample -1 nearest to 5": (lambda x: F.interpolate(x, size=(x.shape[2], 5)), [ANY], ["[2,2,4,3]"]),
    "resample 0 linear aligned to 4":
        (lambda x: F.interpolate(x.t()[None], size=4, mode="linear", align_corners=True)[0].t(), [ANY], ["[3,5]"]),
    # recurrent layers
    **recurrent_rows(),
    # what came later: a row has the seed of its position
    "maxPool2d ceil": (lambda x: F.max_pool2d(x, 3, (2, 1), 1, ceil_mode=True), [DISTINCT], ["[2,2,4,5]"]),
    "avgPool2d ceil": (lambda x: F.avg_pool2d(x, 3, (2, 1), 1, ceil_mode=True), [ANY], ["[2,2,4,5]", "[1,1,2,2]"]),
    "avgPool2d ceil excluding padding":
        (lambda x: F.avg_pool2d(x, 3, (2, 1), 1, ceil_mode=True, count_include_pad=False), [ANY], ["[2,2,4,5]"]),
    "conv2d plus":
        (lambda x, w, y: F.conv2d(x, w, padding=1, groups=2) + y, [ANY, ANY, ANY], ["[2,4,3,4] [4,2,3,3] [2,4,3,4]"]),
    "convTranspose2d bias":
        (lambda y, w, b: F.conv_transpose2d(y, w, b, stride=2, padding=1, output_padding=1), [ANY, ANY, ANY],
         ["[2,2,2,3] [2,2,3,3] [2]"]),
    "maxPoolTrace": (max_pool_trace, [DISTINCT], ["[2,2,4,5]"]),
}


def numbers(x):
    return " ".join(str(int(v)) if v == int(v) else repr(float(v)) for v in x.detach().double().flatten().tolist())


def line(out, what, x):
    print(what, str(list(x.shape)).replace(" ", ""), numbers(x), file=out)


def parse(shapes):
    return [tuple(int(n) for n in s[1:-1].split(",") if n) for s in shapes.split(" ")]


def case(out, name, f, domains, shapes, rng):
    inputs = [make(d, s, rng) for d, s in zip(domains, parse(shapes))]
    variables = [x.requires_grad_() for d, x in zip(domains, inputs) if d not in FIXED]
    y = f(*inputs)
    print("case", name, file=out)
    for x in inputs:
        line(out, "in f64" if x.dtype == torch.float64 else "in i32", x)
    line(out, "out", y)
    if y.requires_grad:
        cotangent = torch.tensor(ANY(rng, y.numel()) / 64.0).reshape(y.shape)
        line(out, "cotangent", cotangent)
        gradients = torch.autograd.grad(y, variables, cotangent.to(y.dtype), allow_unused=True)
        for x, g in zip(variables, gradients):
            line(out, "gradient", torch.zeros_like(x) if g is None else g)


def operations(path):
    with open(path, "w") as out:
        header(out)
        for seed, (name, (f, domains, shape_sets)) in enumerate(ROWS.items()):
            rng = np.random.RandomState(seed)
            for shapes in shape_sets:
                case(out, name, f, domains, shapes, rng)


# --- LeNet

# Name, shape, scale of the numbers, and the k of "every k-th number".
LENET = [
    ("conv1.weight", (20, 1, 5, 5), 0.25, 1), ("conv1.bias", (20,), 0.125, 1),
    ("conv2.weight", (50, 20, 5, 5), 0.0625, 7), ("conv2.bias", (50,), 0.125, 1),
    ("fc1.weight", (500, 800), 0.0625, 67), ("fc1.bias", (500,), 0.125, 1),
    ("fc2.weight", (10, 500), 0.0625, 3), ("fc2.bias", (10,), 0.125, 1),
]


def hashed(stream, shape, scale):
    """Numbers k scale / 2^15, with k in [-2^15, 2^15) the upper half of a 32-bit hash of stream and index (the finaliser
    of MurmurHash3)."""
    i = np.arange(int(np.prod(shape)), dtype=np.uint64)
    h = (np.uint64(stream) * np.uint64(0x9E3779B9) + i) & np.uint64(0xFFFFFFFF)
    for factor, shift in ((0x85EBCA6B, 16), (0xC2B2AE35, 13)):
        h = ((h ^ (h >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(16)
    k = (h >> np.uint64(16)).astype(np.int64) - 32768
    return torch.tensor(k * (scale / 32768)).reshape(shape)


def lenet_loss(parameters, images, classes):
    w1, b1, w2, b2, w3, b3, w4, b4 = parameters
    x = F.max_pool2d(F.conv2d(images, w1, b1), 2)
    x = F.max_pool2d(F.conv2d(x, w2, b2), 2)
    x = F.relu(F.linear(x.flatten(1), w3, b3))
    return F.cross_entropy(F.linear(x, w4, b4), classes)


def lenet(path):
    parameters = [hashed(i, shape, scale).requires_grad_() for i, (_, shape, scale, _) in enumerate(LENET)]
    vectors = [hashed(20 + i, shape, 1.0) for i, (_, shape, _, _) in enumerate(LENET)]
    images = hashed(40, (8, 1, 28, 28), 0.5) + 0.5
    classes = torch.tensor([3 * i % 10 for i in range(8)])
    loss = lenet_loss(parameters, images, classes)
    gradients = torch.autograd.grad(loss, parameters, create_graph=True)
    products = torch.autograd.grad(sum((g * v).sum() for g, v in zip(gradients, vectors)), parameters)
    with open(path, "w") as out:
        header(out)
        line(out, "loss", loss)
        for (name, _, _, every), g, p in zip(LENET, gradients, products):
            line(out, f"gradient {name} {every}", g.flatten()[::every])
            line(out, f"product {name} {every}", p.flatten()[::every])


def header(out):
    versions = f"Python {sys.version.split()[0]}, NumPy {np.__version__}, PyTorch {torch.__version__}"
    print(f"# Made by core/src/test/python/reference.py with {versions}.", file=out)


if __name__ == "__main__":
    operations(sys.argv[1] + "/operations.txt")
    lenet(sys.argv[1] + "/lenet.txt")

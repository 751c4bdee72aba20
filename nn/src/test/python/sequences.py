"""Writes what PyTorch's layers of sequences give in F64, for RecurrentTorchTest and AttentionTorchTest.

Run as `python3 sequences.py > ../resources/candor/nn/layer/sequences.csv`; the numbers were made with PyTorch 1.13.0.
Inputs, parameters, cotangents and directions are those of `numbers`, which the test computes too, with a seed for each:
0 the input, 1 and 2 the first states, 1 what is attended to if it is not the input, 3, 4 and 5 the cotangents of the
outputs and the last states, 10 and so on the parameters in their order; a direction has a hundred more. The loss is the
inner product of the cotangents and the squares of outputs and last states, and outputs behind the end of a sequence
count as 0. Every line is one tensor: case, what it is, shape, numbers.
"""
import torch


def numbers(seed, shape, scale=1.0):
    count = 1
    for size in shape:
        count *= size
    values = [((k * 7919 + seed * 104729) % 2003) / 1001.0 - 1.0 for k in range(count)]
    return scale * torch.tensor(values).reshape(shape)


def line(case, what, x):
    shape = " ".join(map(str, x.shape))
    print(",".join([case, what, shape, " ".join(map(repr, x.detach().flatten().tolist()))]))


def derivatives(case, loss, named):
    """Gradients, and the Hessian-vector product along the directions."""
    tensors = [x for _, _, x in named]
    gradients = torch.autograd.grad(loss, tensors, create_graph=True)
    along = sum((g * numbers(100 + seed, g.shape)).sum() for (_, seed, _), g in zip(named, gradients))
    products = torch.autograd.grad(along, tensors)
    for (name, _, _), g, p in zip(named, gradients, products):
        line(case, "gradient " + name, g)
        line(case, "product " + name, p)


def fill(module):
    """Gives the parameters their numbers."""
    named = []
    with torch.no_grad():
        for i, (name, parameter) in enumerate(module.named_parameters()):
            parameter.copy_(numbers(10 + i, parameter.shape, 0.5))
            named.append((name, 10 + i, parameter))
    return named


def recurrent(case, module, lengths=None):
    named = fill(module)
    directions = module.num_layers * (2 if module.bidirectional else 1)
    x = numbers(0, (3, 4, 3)).requires_grad_()
    first = [numbers(1 + i, (directions, 3, 2)).requires_grad_() for i in range(2 if module.mode == "LSTM" else 1)]
    state = tuple(first) if len(first) == 2 else first[0]
    if lengths is None:
        y, last = module(x, state)
    else:
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        y, last = module(packed, state)
        y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, batch_first=True, total_length=4)
    results = [y, *(last if len(first) == 2 else [last])]
    for what, z in zip(["output", "hidden", "cell"], results):
        line(case, what, z)
    loss = sum((z.square() * numbers(3 + i, z.shape)).sum() for i, z in enumerate(results))
    states = [(what, 1 + i, s) for i, (what, s) in enumerate(zip(["first hidden", "first cell"], first))]
    derivatives(case, loss, [("input", 0, x), *states, *named])


def behind(lengths, steps):
    """True where a sequence has ended."""
    return torch.arange(steps) >= torch.tensor(lengths)[:, None]


def future(steps):
    """True for the steps that come after a step."""
    return torch.ones(steps, steps, dtype=torch.bool).triu(1)


def attend(case, run, module, steps=3, lengths=None, memory=None):
    named = fill(module)
    x = numbers(0, (2, steps, 4)).requires_grad_()
    inputs = [("input", 0, x)]
    if memory is not None:
        inputs.append(("memory", 1, numbers(1, (2, memory, 4)).requires_grad_()))
    y = run(*[z for _, _, z in inputs])
    if lengths is not None:
        y = y * ~behind(lengths, steps)[:, :, None]
    line(case, "output", y)
    derivatives(case, (y.square() * numbers(3, y.shape)).sum(), [*inputs, *named])


def attention():
    m = torch.nn.MultiheadAttention(4, 2, batch_first=True)
    attend("attention", lambda x: m(x, x, x)[0], m)
    attend("attention causal", lambda x: m(x, x, x, attn_mask=future(3))[0], m)
    attend("attention of lengths", lambda x: m(x, x, x, key_padding_mask=behind([3, 1], 3))[0], m, lengths=[3, 1])
    attend("attention across", lambda x, y: m(x, y, y, key_padding_mask=behind([2, 5], 5))[0], m, memory=5)


def embedding(case, **options):
    """A padding token's row is 0, as it is when PyTorch makes the table."""
    m = torch.nn.Embedding(4, 3, **options)
    named = fill(m)
    if m.padding_idx is not None:
        with torch.no_grad():
            m.weight[m.padding_idx] = 0
    y = m(torch.tensor([[1, 2, 1, 0], [3, 2, 0, 1]]))
    line(case, "output", y)
    derivatives(case, (y.square() * numbers(3, y.shape)).sum(), named)


def encoder(case, causal=False, lengths=None, **options):
    m = torch.nn.TransformerEncoderLayer(4, 2, 5, dropout=0, batch_first=True, **options)
    masks = dict(src_mask=future(3) if causal else None,
                 src_key_padding_mask=None if lengths is None else behind(lengths, 3))
    attend(case, lambda x: m(x, **masks), m, lengths=lengths)


torch.set_default_dtype(torch.float64)
print("case,what,shape,numbers")
for name, kind, options in [("rnn_tanh", torch.nn.RNN, {}), ("rnn_relu", torch.nn.RNN, {"nonlinearity": "relu"}),
                            ("lstm", torch.nn.LSTM, {}), ("gru", torch.nn.GRU, {})]:
    if name in ("lstm", "gru"):
        recurrent(name, kind(3, 2, batch_first=True))
    recurrent(name + " packed", kind(3, 2, batch_first=True, num_layers=2, bidirectional=True, **options), [2, 4, 1])
attention()
encoder("encoder of lengths", lengths=[3, 1])
encoder("encoder causal with norm first and gelu", causal=True, norm_first=True, activation="gelu")
embedding("embedding")
embedding("embedding with padding", padding_idx=0)

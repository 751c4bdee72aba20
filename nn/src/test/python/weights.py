"""Writes what WeightsTorchTest and SafetensorsTest compare with.

Run as `python3 weights.py ../resources/candor/nn/io`; the files were made with PyTorch 1.13.0 and NumPy 1.24.2.
A small convolutional network with batch normalisation, its `state_dict` in F32 and F64 as .safetensors and .npz, and
`expected.safetensors` with an input and the network's logits in both types. `types.safetensors` holds numbers of every
type that is read, and beside each, as `<name> expected`, what it must become.

The safetensors format is written by hand: the length of the header in eight bytes, the header in JSON, the numbers.
"""
import json
import struct
import sys

import numpy
import torch

TYPES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
         torch.int32: "I32"}


def raw(tensor):
    if tensor.dtype == torch.bfloat16:
        return tensor.contiguous().view(torch.int16).numpy().tobytes()
    return tensor.contiguous().numpy().tobytes()


def save(path, tensors, metadata=None):
    header = {} if metadata is None else {"__metadata__": metadata}
    body = b""
    for name, tensor in tensors.items():
        data = raw(tensor)
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode("utf-8")
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(1, 4, 3)
        self.norm1 = torch.nn.BatchNorm2d(4)
        self.conv2 = torch.nn.Conv2d(4, 6, 3)
        self.fc1 = torch.nn.Linear(24, 12)
        self.fc2 = torch.nn.Linear(12, 5)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.norm1(self.conv1(x))), 2)
        x = torch.relu(self.conv2(x)).flatten(1)
        return self.fc2(torch.relu(self.fc1(x)))


directory = sys.argv[1]
torch.manual_seed(7)
net = Net().double()
for _ in range(3):
    net(torch.randn(8, 1, 10, 10, dtype=torch.float64) * 2 + 1)
net.eval()
x = torch.randn(3, 1, 10, 10)
expected = {"input": x}
for name, dtype in [("f64", torch.float64), ("f32", torch.float32)]:
    net = net.to(dtype)
    expected[f"logits {name}"] = net(x.to(dtype)).detach()
    state = net.state_dict()
    save(f"{directory}/net-{name}.safetensors", state, {"format": "pt"})
    numpy.savez(f"{directory}/net-{name}.npz", **{key: value.numpy() for key, value in state.items()})
save(f"{directory}/expected.safetensors", expected)

numbers = torch.tensor([0.0, -0.0, 1.0, -1.5, 3.14159265, 65504.0, 6e-8, 1e-5, float("inf"), float("-inf")],
                       dtype=torch.float64)
types = {}
for kind in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
    narrow = numbers.to(kind).reshape(2, 5)
    types[TYPES[kind]] = narrow
    types[TYPES[kind] + " expected"] = narrow if kind == torch.float64 else narrow.float()
whole = torch.tensor([[0, 1, -1], [2147483647, -2147483648, 7]])
for kind in (torch.int64, torch.int32):
    types[TYPES[kind]] = whole.to(kind)
    types[TYPES[kind] + " expected"] = whole.int()
types["scalar"] = torch.tensor(2.5)
types["scalar expected"] = torch.tensor(2.5)
types["empty"] = torch.zeros(3, 0, 2)
types["empty expected"] = torch.zeros(3, 0, 2)
save(f"{directory}/types.safetensors", types, {"author": "PyTorch", "text": "ü \"quoted\" \n line"})

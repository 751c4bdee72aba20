"""Writes what the models would be in PyTorch, for ModelTorchTest to compare with.

Run as `python3 models.py > ../resources/candor/nn/model/models.txt`; the numbers were made with PyTorch 1.13.0 in F64.
A model begins with `model <name> <number of parameters>`. The lines after it are `parameter <path> <stream> [shape]` and
`buffer <path> <stream> [shape]`, tensors whose numbers a hash of the stream gives (see fill), and `output [shape] numbers`,
what the model makes in evaluation of the input, whose stream is 0, or of `tokens [shape] numbers`.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Block(nn.Module):
    def __init__(self, inputs, outputs, projected):
        super().__init__()
        self.stride = 1 if inputs == outputs else 2
        self.conv1 = nn.Conv2d(inputs, outputs, 3, self.stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.extra = outputs - inputs
        self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, 2, bias=False), nn.BatchNorm2d(outputs)) \
            if projected and self.stride == 2 else None

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.downsample is not None:
            x = self.downsample(x)
        elif self.stride == 2:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.extra // 2, self.extra // 2))
        return F.relu(x + y)


class ResNet(nn.Module):
    def __init__(self, depth, classes=10, projected=False):
        super().__init__()
        n = depth // 6
        stage = lambda i, o: nn.Sequential(*[Block(i if k == 0 else o, o, projected) for k in range(n)])
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1, self.layer2, self.layer3 = stage(16, 16), stage(16, 32), stage(32, 64)
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        y = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(y.mean((2, 3)))


VGG = {11: "64 M 128 M 256 256 M 512 512 M 512 512 M", 13: "64 64 M 128 128 M 256 256 M 512 512 M 512 512 M",
       16: "64 64 M 128 128 M 256 256 256 M 512 512 512 M 512 512 512 M",
       19: "64 64 M 128 128 M 256 256 256 256 M 512 512 512 512 M 512 512 512 512 M"}


class Vgg(nn.Module):
    def __init__(self, depth):
        super().__init__()
        layers, inputs = [], 3
        for out in VGG[depth].split():
            if out == "M":
                layers.append(nn.MaxPool2d(2))
            else:
                layers += [nn.Conv2d(inputs, int(out), 3, padding=1), nn.BatchNorm2d(int(out)), nn.ReLU()]
                inputs = int(out)
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(512, 10)

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


class UNet(nn.Module):
    def __init__(self, channels, classes, width, depth):
        super().__init__()
        self.depth = depth
        twice = lambda i, o: nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
                                           nn.Conv2d(o, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU())
        for level in range(depth):
            out = width << level
            self.add_module(f"down{level + 1}", twice(channels if level == 0 else out // 2, out))
        lowest = width << depth
        self.bottom = nn.ModuleDict({"convs": twice(lowest // 2, lowest)})
        for level in reversed(range(depth)):
            out = width << level
            self.add_module(f"up{level + 1}", nn.ConvTranspose2d(2 * out, out, 2, stride=2))
            self.add_module(f"joined{level + 1}", twice(2 * out, out))
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        seen = []
        for level in range(self.depth):
            x = getattr(self, f"down{level + 1}")(x)
            seen.append(x)
            x = F.max_pool2d(x, 2)
        x = self.bottom["convs"](x)
        for level in reversed(range(self.depth)):
            x = torch.cat([seen[level], getattr(self, f"up{level + 1}")(x)], 1)
            x = getattr(self, f"joined{level + 1}")(x)
        return self.head(x)


class Named(nn.Module):
    """Modules one after the other, where those without parameters have no names."""

    def __init__(self, *layers):
        super().__init__()
        self.layers = [layer[1] if isinstance(layer, tuple) else layer for layer in layers]
        for layer in layers:
            if isinstance(layer, tuple):
                self.add_module(*layer)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class LanguageModel(nn.Module):
    def __init__(self, tokens, features, units, layers, tied):
        super().__init__()
        self.encoder = nn.Embedding(tokens, features)
        self.rnn = nn.LSTM(features, units, layers, batch_first=True)
        self.decoder = nn.Linear(units, tokens)
        if tied:
            self.decoder.weight = self.encoder.weight

    def forward(self, x):
        return self.decoder(self.rnn(self.encoder(x))[0])


class Classifier(nn.Module):
    """Token 0 pads: its vector is 0, and the state is that after a text's own last token."""

    def __init__(self, tokens, features, units, classes):
        super().__init__()
        self.encoder = nn.Embedding(tokens, features)
        self.rnn = nn.LSTM(features, units, batch_first=True, bidirectional=True)
        self.decoder = nn.Linear(2 * units, classes)

    def forward(self, x):
        lengths = (x != 0).sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(self.encoder(x), lengths, batch_first=True, enforce_sorted=False)
        _, (hidden, _) = self.rnn(packed)
        return self.decoder(torch.cat([hidden[0], hidden[1]], 1))


def small(kernel, first, second, numbers):
    return Named(("conv1", nn.Conv2d(1, first, kernel)), F.relu, ("conv2", nn.Conv2d(first, second, kernel)), F.relu,
                 nn.MaxPool2d(2), nn.Flatten(), ("fc1", nn.Linear(numbers, 128)), F.relu, ("fc2", nn.Linear(128, 10)))


TEXT = torch.tensor([[1, 5, 2, 6, 3], [4, 4, 1, 0, 0]])

MODELS = {
    "lenet caffe": (Named(("conv1", nn.Conv2d(1, 20, 5)), nn.MaxPool2d(2), ("conv2", nn.Conv2d(20, 50, 5)),
                          nn.MaxPool2d(2), nn.Flatten(), ("fc1", nn.Linear(800, 500)), F.relu,
                          ("fc2", nn.Linear(500, 10))), (2, 1, 28, 28)),
    "lenet-5": (Named(("conv1", nn.Conv2d(1, 6, 5, padding=2)), torch.tanh, nn.AvgPool2d(2),
                      ("conv2", nn.Conv2d(6, 16, 5)), torch.tanh, nn.AvgPool2d(2), nn.Flatten(),
                      ("fc1", nn.Linear(400, 120)), torch.tanh, ("fc2", nn.Linear(120, 84)), torch.tanh,
                      ("fc3", nn.Linear(84, 10))), (2, 1, 28, 28)),
    "small confidNet": (small(3, 32, 64, 9216), (2, 1, 28, 28)),
    "small activeLearning": (small(4, 32, 32, 3872), (2, 1, 28, 28)),
    "vgg 11": (Vgg(11), (1, 3, 32, 32)),
    "vgg 13": (Vgg(13), None),
    "vgg 16": (Vgg(16), None),
    "vgg 19": (Vgg(19), None),
    "resnet 8": (ResNet(8), (2, 3, 32, 32)),
    "resnet 8 projected": (ResNet(8, 7, True), (2, 3, 16, 20)),
    "resnet 20": (ResNet(20), None),
    "resnet 20 projected": (ResNet(20, 10, True), None),
    "resnet 32": (ResNet(32), None),
    "resnet 44": (ResNet(44), None),
    "resnet 56": (ResNet(56), None),
    "unet": (UNet(2, 3, 4, 2), (2, 2, 8, 12)),
    "lstm language model": (LanguageModel(7, 3, 4, 2, False), TEXT),
    "lstm language model tied": (LanguageModel(7, 4, 4, 1, True), TEXT),
    "lstm classifier": (Classifier(7, 3, 4, 5), TEXT),
}


def hashed(stream, shape):
    """Numbers in [-1, 1), k / 2^15, with k the upper half of a 32-bit hash of stream and index (the finaliser of
    MurmurHash3)."""
    i = np.arange(int(np.prod(shape)), dtype=np.uint64)
    h = (np.uint64(stream) * np.uint64(0x9E3779B9) + i) & np.uint64(0xFFFFFFFF)
    for factor, shift in ((0x85EBCA6B, 16), (0xC2B2AE35, 13)):
        h = ((h ^ (h >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(16)
    return torch.tensor(((h >> np.uint64(16)).astype(np.int64) - 32768) / 32768).reshape(shape)


def fill(path, tensor, stream):
    """Weights of several axes are scaled by 2 / sqrt(numbers of one output), variances and factors lie around 1."""
    x = hashed(stream, tensor.shape)
    if tensor.dim() > 1:
        x *= 2 / np.sqrt(tensor.numel() / tensor.shape[0])
    elif path.endswith(("weight", "running_var")):
        x = 1 + x / 4
    else:
        x /= 8
    with torch.no_grad():
        tensor.copy_(x)


def line(what, shape, *rest):
    print(what, str(list(shape)).replace(" ", ""), *rest)


if __name__ == "__main__":
    versions = f"Python {sys.version.split()[0]}, NumPy {np.__version__}, PyTorch {torch.__version__}"
    print(f"# Made by nn/src/test/python/models.py with {versions}.")
    for name, (model, shape) in MODELS.items():
        print("model", name, sum(p.numel() for p in model.parameters()))
        if shape is None:
            continue
        stream = 0
        for kind, tensors in (("parameter", model.named_parameters()), ("buffer", model.named_buffers())):
            for path, tensor in tensors:
                if not path.endswith("num_batches_tracked"):
                    stream += 1
                    fill(path, tensor, stream)
                    line(f"{kind} {path} {stream}", tensor.shape)
        if isinstance(shape, torch.Tensor):
            y = model.eval()(shape)
            line("tokens", shape.shape, *shape.flatten().tolist())
        else:
            y = model.eval()(hashed(0, shape))
            line("input", shape)
        line("output", y.shape, *[f"{v:.15g}" for v in y.flatten().tolist()])

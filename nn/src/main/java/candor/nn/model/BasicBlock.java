package candor.nn.model;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Identity;
import candor.tensor.Tensor;

/// `relu(f(x) + shortcut(x))` with `f` two convolutions of 3 × 3, each followed by batch normalisation, and a rectifier
/// between them (He et al. 2016, figure 2). Where the channels change, the first has stride 2.
final class BasicBlock extends Module {
  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final Module shortcut;

  BasicBlock(int in, int out, ResNet.Shortcut kind) {
    int stride = in == out ? 1 : 2;
    conv1 = child("conv1", new Conv2d(in, out, 3).stride(stride).padding(1).withoutBias().init(Init.heNormal()));
    bn1 = child("bn1", new BatchNorm2d(out));
    conv2 = child("conv2", new Conv2d(out, out, 3).padding(1).withoutBias().init(Init.heNormal()));
    bn2 = child("bn2", new BatchNorm2d(out));
    shortcut = child("downsample", in == out ? new Identity() : switch (kind) {
      case PADDED -> Activation.of("padded", x -> padded(x, out));
      case PROJECTED -> Sequential.of(new Conv2d(in, out, 1).stride(2).withoutBias().init(Init.heNormal()),
          new BatchNorm2d(out));
    });
  }

  /// Every second pixel, with as many channels of zeros before as behind; the paper does not say where they are.
  private static Tensor padded(Tensor x, int channels) {
    int before = (channels - x.shape().size(1)) / 2;
    Tensor pixels = x.slice(2, 0, x.shape().size(2), 2).slice(3, 0, x.shape().size(3), 2);
    return pixels.pad(1, before, channels - x.shape().size(1) - before, 0);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    Tensor hidden = bn1.apply(conv1.apply(x, context), context).relu();
    return bn2.apply(conv2.apply(hidden, context), context).add(shortcut.apply(x, context)).relu();
  }
}

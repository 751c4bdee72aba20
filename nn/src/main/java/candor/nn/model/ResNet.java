package candor.nn.model;

import candor.nn.Init;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.AvgPool2d;
import candor.nn.layer.BatchNorm2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;

/// The residual networks of He et al. 2016, section 4.2, for colour images of 32 × 32 pixels: a convolution of 16 channels,
/// three stages of 16, 32 and 64 channels at 32, 16 and 8 pixels with `n` blocks of two convolutions each, a global
/// average, and one fully connected layer; `6n + 2` weight layers.
///
/// | network | parameters | in the paper |
/// |---|---|---|
/// | `cifar(20)` | 269 722 | 0.27 M |
/// | `cifar(32)` | 464 154 | 0.46 M |
/// | `cifar(44)` | 658 586 | 0.66 M |
/// | `cifar(56)` | 853 018 | 0.85 M |
///
/// Parameters are named as in torchvision: `conv1`, `bn1`, `layer1.0.conv1`, …, `fc`. Convolutions have no bias and first
/// weights after He et al. 2015.
public final class ResNet {
  /// What goes around a block that halves the image and doubles the channels.
  public enum Shortcut {
    /// Option A of the paper, which it uses on CIFAR: every second pixel, and zeros for the new channels; no parameters.
    PADDED,
    /// Option B of the paper: a convolution of stride 2 and kernel 1, and batch normalisation.
    PROJECTED
  }

  private ResNet() {
  }

  /// The network of the paper, for ten classes, with parameter-free shortcuts.
  ///
  /// @param depth number of weight layers, `6n + 2`: 20, 32, 44, 56, 110, …
  /// @return the network, from `[N, 3, 32, 32]` to logits `[N, 10]`
  /// @throws IllegalArgumentException if the depth is not `6n + 2` with `n` of 1 or more
  public static Sequential cifar(int depth) {
    return cifar(depth, 10, Shortcut.PADDED);
  }

  /// A network for another number of classes or with other shortcuts.
  ///
  /// @param depth number of weight layers, `6n + 2`: 20, 32, 44, 56, 110, …
  /// @param classes number of classes
  /// @param shortcut what goes around the two blocks that change the shape
  /// @return the network, from `[N, 3, 32, 32]` to logits `[N, classes]`; other images are as good if four divides their
  ///     height and width
  /// @throws IllegalArgumentException if the depth is not `6n + 2` with `n` of 1 or more
  public static Sequential cifar(int depth, int classes, Shortcut shortcut) {
    if (depth < 8 || depth % 6 != 2) {
      throw new IllegalArgumentException("resnet: depth " + depth + ", expected 6 n + 2 with n of 1 or more");
    }
    int blocks = depth / 6;
    return Sequential.builder().add("conv1", new Conv2d(3, 16, 3).padding(1).withoutBias().init(Init.heNormal()))
        .add("bn1", new BatchNorm2d(16)).add("relu", Activation.relu()).add("layer1", stage(16, 16, blocks, shortcut))
        .add("layer2", stage(16, 32, blocks, shortcut)).add("layer3", stage(32, 64, blocks, shortcut))
        .add("avgpool", AvgPool2d.global()).add("flatten", new Flatten()).add("fc", new Linear(64, classes)).build();
  }

  private static Sequential stage(int in, int out, int blocks, Shortcut shortcut) {
    Sequential.Builder stage = Sequential.builder();
    for (int i = 0; i < blocks; i++) {
      stage.add(Integer.toString(i), new BasicBlock(i == 0 ? in : out, out, shortcut));
    }
    return stage.build();
  }
}

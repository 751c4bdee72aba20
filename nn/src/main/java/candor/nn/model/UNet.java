package candor.nn.model;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.ConvTranspose2d;
import candor.nn.layer.Dropout2d;
import candor.nn.layer.MaxPool2d;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A network for segmentation after U-Net (Ronneberger et al. 2015, figure 1): the image is halved `depth` times and the
/// channels doubled, then the other way round, and what was seen on the way down is joined to the way up. The result has
/// one score for every class and pixel.
///
/// Every level has two convolutions of 3 × 3 with batch normalisation and rectifiers; pooling halves, a transposed
/// convolution of 2 × 2 doubles. Unlike in the paper convolutions are padded, so the result has the size of the image, and
/// they are normalised. Dropout of whole channels sits below, at the lowest level.
public final class UNet extends Module {
  private final List<Module> down = new ArrayList<>();
  private final List<Module> up = new ArrayList<>();
  private final List<Module> joined = new ArrayList<>();
  private final MaxPool2d pool = child("pool", new MaxPool2d(2));
  private final Module bottom;
  private final Conv2d head;
  private final int channels;

  /// Makes the network.
  ///
  /// @param channels channels of the image
  /// @param classes number of classes
  /// @param width channels of the highest level, 64 in the paper
  /// @param depth how often the image is halved, 4 in the paper
  /// @param dropout probability of zero at the lowest level, in `[0, 1)`
  /// @throws IllegalArgumentException if a number is below 1 or the probability outside `[0, 1)`
  public UNet(int channels, int classes, int width, int depth, double dropout) {
    if (Math.min(Math.min(channels, classes), Math.min(width, depth)) < 1) {
      throw new IllegalArgumentException("unet: channels " + channels + ", classes " + classes + ", width " + width
          + ", depth " + depth + ", expected 1 or more");
    }
    this.channels = channels;
    for (int level = 0; level < depth; level++) {
      int out = width << level;
      down.add(child("down" + (level + 1), twice(level == 0 ? channels : out / 2, out)));
    }
    int lowest = width << depth;
    bottom = child("bottom", Sequential.builder().add("convs", twice(lowest / 2, lowest))
        .add("dropout", new Dropout2d(dropout)).build());
    for (int level = depth - 1; level >= 0; level--) {
      int out = width << level;
      up.add(child("up" + (level + 1), new ConvTranspose2d(2 * out, out, 2).stride(2)));
      joined.add(child("joined" + (level + 1), twice(2 * out, out)));
    }
    head = child("head", new Conv2d(width, classes, 1));
  }

  private static Sequential twice(int in, int out) {
    return Sequential.of(convolution(in, out), new BatchNorm2d(out), Activation.relu(), convolution(out, out),
        new BatchNorm2d(out), Activation.relu());
  }

  /// Batch normalisation takes away what a bias adds.
  private static Conv2d convolution(int in, int out) {
    return new Conv2d(in, out, 3).padding(1).withoutBias().init(Init.heNormal());
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    Shape shape = x.shape();
    int step = 1 << down.size();
    boolean fits =
        shape.rank() == 4 && shape.size(1) == channels && shape.size(2) % step == 0 && shape.size(3) % step == 0;
    if (!fits) {
      throw new IllegalArgumentException("unet: input has shape " + shape + ", expected [N," + channels
          + ",H,W] with multiples of " + step + " for H and W");
    }
    List<Tensor> seen = new ArrayList<>();
    Tensor y = x;
    for (Module level : down) {
      y = level.apply(y, context);
      seen.add(y);
      y = pool.apply(y, context);
    }
    y = bottom.apply(y, context);
    for (int i = 0; i < up.size(); i++) {
      Tensor skipped = seen.get(up.size() - 1 - i);
      y = joined.get(i).apply(Tensor.concat(1, List.of(skipped, up.get(i).apply(y, context))), context);
    }
    return head.apply(y, context);
  }
}

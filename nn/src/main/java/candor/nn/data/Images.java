package candor.nn.data;

import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/// Images of one byte for each pixel and channel, with class labels, held in memory. A batch gives F32 pixels scaled to
/// `[0, 1]` and I32 classes.
public final class Images implements Dataset {
  /// What each byte stands for, between 0 and 1.
  private static final float[] GREY = new float[256];
  private final byte[] pixels;
  private final int channels;
  private final int height;
  private final int width;
  private final int[] labels;

  static {
    for (int i = 0; i < GREY.length; i++) {
      GREY[i] = i / 255f;
    }
  }

  /// Wraps images.
  ///
  /// @param pixels all images, each `channels × height × width`
  /// @param channels channels of an image
  /// @param height rows of an image
  /// @param width columns of an image
  /// @param labels class of every image
  /// @throws IllegalArgumentException if there are not as many pixels as the labels and sizes say
  public Images(byte[] pixels, int channels, int height, int width, int[] labels) {
    if (pixels.length != (long) labels.length * channels * height * width) {
      throw new IllegalArgumentException(
          "images: " + pixels.length + " bytes for " + labels.length + " labels and images of "
              + channels + "x" + height + "x" + width);
    }
    this.pixels = pixels;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.labels = labels.clone();
  }

  /// Joins an IDX file of images and one of labels, such as the four files of MNIST.
  ///
  /// @param images file of rank 3: images, rows, columns
  /// @param labels file of rank 1
  /// @return the data set
  /// @throws IllegalArgumentException if the files do not belong together
  public static Images of(IdxFile images, IdxFile labels) {
    if (images.sizes().length != 3 || labels.sizes().length != 1 || images.sizes()[0] != labels.sizes()[0]) {
      throw new IllegalArgumentException("images: " + images.describe() + " and " + labels.describe()
          + " do not belong together, expected N images of rows x columns and N labels");
    }
    int[] classes = new int[labels.data().length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Byte.toUnsignedInt(labels.data()[i]);
    }
    return new Images(images.data(), 1, images.sizes()[1], images.sizes()[2], classes);
  }

  /// Joins pixels and classes that were computed or read as tensors, such as arrays of NumPy.
  ///
  /// @param images I32 numbers from 0 to 255, `[N, H, W]` or `[N, C, H, W]`
  /// @param labels I32 classes, `[N]`
  /// @return the data set
  /// @throws IllegalArgumentException if shapes, types or numbers are others
  public static Images of(Tensor images, Tensor labels) {
    Shape shape = images.shape();
    int rank = shape.rank();
    if (images.dtype() != DType.I32 || labels.dtype() != DType.I32 || rank < 3 || rank > 4
        || !labels.shape().equals(Shape.of(shape.size(0)))) {
      throw new IllegalArgumentException("images: " + images.dtype() + shape + " and labels " + labels.dtype()
          + labels.shape() + ", expected i32[N,H,W] or i32[N,C,H,W] and i32[N]");
    }
    int[] numbers = images.toInts();
    byte[] pixels = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      pixels[i] = (byte) numbers[i];
      if (Byte.toUnsignedInt(pixels[i]) != numbers[i]) {
        throw new IllegalArgumentException("images: a pixel of " + numbers[i] + ", expected 0 to 255");
      }
    }
    return new Images(pixels, rank == 3 ? 1 : shape.size(1), shape.size(rank - 2), shape.size(rank - 1),
        labels.toInts());
  }

  @Override
  public int size() {
    return labels.length;
  }

  /// The class of every image.
  ///
  /// @return new array
  public int[] labels() {
    return labels.clone();
  }

  /// The first images only.
  ///
  /// @param count how many
  /// @return smaller data set, a copy, with the same indices
  /// @throws IndexOutOfBoundsException if there are not so many
  public Images first(int count) {
    Objects.checkIndex(count, size() + 1);
    int image = channels * height * width;
    return new Images(Arrays.copyOf(pixels, count * image), channels, height, width, Arrays.copyOf(labels, count));
  }

  @Override
  public Batch batch(int... index) {
    int n = index.length;
    int image = channels * height * width;
    int[] start = new int[n];
    int[] classes = new int[n];
    for (int i = 0; i < n; i++) {
      int at = Objects.checkIndex(index[i], size());
      start[i] = at * image;
      classes[i] = labels[at];
    }
    // Batch innermost, as the convolutions want it.
    NdArray planes = NdArray.empty(DType.F32, Shape.of(channels, height, width, n));
    float[] x = planes.f32();
    Backend.current().forEach(image, 2L * n, (from, to) -> spread(start, from, to, x, planes.offset()));
    return new Batch(Tensor.of(planes.permute(3, 0, 1, 2)), Tensor.of(classes, n), index.clone());
  }

  private void spread(int[] start, int from, int to, float[] x, int xo) {
    int n = start.length;
    for (int p = from; p < to; p++) {
      for (int i = 0; i < n; i++) {
        x[xo + p * n + i] = GREY[Byte.toUnsignedInt(pixels[start[i] + p])];
      }
    }
  }

  @Override
  public Tensor targets() {
    return Tensor.of(labels, labels.length);
  }
}

package candor.nn.data.augment;

import candor.tensor.Backend;
import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// Turns and shifts images `[N, C, H, W]`, with bilinear interpolation between pixels and 0 beyond the border.
///
/// Every pixel of the result looks up its place in the old image. The brightness between four pixels is computed in F64
/// and rounded once. The result is a constant without gradient.
public final class Warp {
  private Warp() {
  }

  /// Turns every image counter-clockwise about its centre. Multiples of 90° of square images move pixels without
  /// changing them.
  ///
  /// @param images F32 images
  /// @param degrees angle of every image
  /// @return images of the same size
  /// @throws IllegalArgumentException if these are no F32 images, or there are not as many finite angles
  public static Tensor rotate(Tensor images, double... degrees) {
    Planes planes = Planes.of("rotate", images);
    check("rotate", "degrees", degrees, planes.samples());
    Pose[] poses = new Pose[degrees.length];
    for (int i = 0; i < poses.length; i++) {
      poses[i] = new Pose(cos(degrees[i]), cos(degrees[i] - 90), 0, 0);
    }
    return apply(planes, poses);
  }

  /// Shifts every image, by fractions of a pixel too.
  ///
  /// @param images F32 images
  /// @param down rows by which each image moves down
  /// @param right columns by which each image moves to the right
  /// @return images of the same size
  /// @throws IllegalArgumentException if these are no F32 images, or there are not as many finite numbers
  public static Tensor shift(Tensor images, double[] down, double[] right) {
    Planes planes = Planes.of("shift", images);
    check("shift", "down", down, planes.samples());
    check("shift", "right", right, planes.samples());
    Pose[] poses = new Pose[down.length];
    for (int i = 0; i < poses.length; i++) {
      poses[i] = new Pose(1, 0, down[i], right[i]);
    }
    return apply(planes, poses);
  }

  private static void check(String operation, String what, double[] numbers, int samples) {
    if (numbers.length != samples) {
      throw new IllegalArgumentException(
          operation + ": " + what + " has " + numbers.length + " numbers for " + samples
              + " images, expected one for each");
    }
    for (int i = 0; i < samples; i++) {
      if (!Double.isFinite(numbers[i])) {
        throw new IllegalArgumentException(
            operation + ": " + what + " is " + numbers[i] + " for image " + i + ", expected a finite number");
      }
    }
  }

  /// The cosine, exactly 0 where it should be.
  private static double cos(double degrees) {
    return Math.abs(degrees % 180) == 90 ? 0 : StrictMath.cos(StrictMath.toRadians(degrees));
  }

  /// How an image lies: turned about its centre, then shifted.
  private record Pose(double cos, double sin, double down, double right) {
  }

  private static Tensor apply(Planes images, Pose[] poses) {
    NdArray result = images.like(images.height(), images.width());
    float[] to = result.f32();
    int n = images.samples();
    Backend.current().forEach(images.height(), 20L * images.channels() * images.width() * n, (start, end) -> {
      Places places = new Places(images, poses);
      for (int y = start; y < end; y++) {
        for (int x = 0; x < images.width(); x++) {
          places.of(y, x);
          for (int c = 0; c < images.channels(); c++) {
            places.read(c, to, result.offset() + ((c * images.height() + y) * images.width() + x) * n);
          }
        }
      }
    });
    return Planes.tensor(result);
  }

  /// The places in the old images of one pixel of the new ones: the pixel above and to the left, and the way from it.
  private static final class Places {
    private final Planes images;
    private final Pose[] poses;
    private final double centreY;
    private final double centreX;
    private final int[] row;
    private final int[] column;
    private final double[] down;
    private final double[] right;

    Places(Planes images, Pose[] poses) {
      this.images = images;
      this.poses = poses;
      centreY = (images.height() - 1) / 2.0;
      centreX = (images.width() - 1) / 2.0;
      row = new int[poses.length];
      column = new int[poses.length];
      down = new double[poses.length];
      right = new double[poses.length];
    }

    void of(int toRow, int toColumn) {
      for (int i = 0; i < poses.length; i++) {
        Pose pose = poses[i];
        double y = toRow - centreY - pose.down;
        double x = toColumn - centreX - pose.right;
        // Rows count downwards, so that this turns the place back clockwise.
        double fromY = centreY + (pose.sin * x + pose.cos * y);
        double fromX = centreX + (pose.cos * x - pose.sin * y);
        row[i] = (int) Math.floor(fromY);
        column[i] = (int) Math.floor(fromX);
        down[i] = fromY - row[i];
        right[i] = fromX - column[i];
      }
    }

    void read(int channel, float[] to, int at) {
      for (int i = 0; i < poses.length; i++) {
        double above = (1 - right[i]) * pixel(channel, row[i], column[i], i)
            + right[i] * pixel(channel, row[i], column[i] + 1, i);
        double below = (1 - right[i]) * pixel(channel, row[i] + 1, column[i], i)
            + right[i] * pixel(channel, row[i] + 1, column[i] + 1, i);
        to[at + i] = (float) ((1 - down[i]) * above + down[i] * below);
      }
    }

    private float pixel(int channel, int y, int x, int sample) {
      boolean inside = y >= 0 && y < images.height() && x >= 0 && x < images.width();
      return inside
          ? images.pixels()[images.offset()
              + ((channel * images.height() + y) * images.width() + x) * images.samples() + sample]
          : 0;
    }
  }
}

package candor.examples.data;

/// Rotation of grey images about their centre, with bilinear interpolation and black beyond the border.
public final class Rotation {
  private Rotation() {
  }

  /// Rotates an image counter-clockwise. Multiples of 90° move pixels without changing them.
  ///
  /// @param image pixels in row-major order
  /// @param height number of rows
  /// @param width number of columns
  /// @param degrees angle
  /// @return new pixels in row-major order
  public static float[] rotate(float[] image, int height, int width, int degrees) {
    double cos = cos(degrees);
    double sin = cos(degrees - 90);
    double centreY = (height - 1) / 2.0;
    double centreX = (width - 1) / 2.0;
    float[] result = new float[image.length];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double x = column - centreX;
        double y = row - centreY;
        // Rows count downwards, so that this turns the place back clockwise.
        result[row * width + column] =
            at(image, height, width, centreY + (sin * x + cos * y), centreX + (cos * x - sin * y));
      }
    }
    return result;
  }

  /// The brightness between four pixels.
  private static float at(float[] image, int height, int width, double y, double x) {
    int row = (int) Math.floor(y);
    int column = (int) Math.floor(x);
    double down = y - row;
    double right = x - column;
    double above =
        (1 - right) * pixel(image, height, width, row, column) + right * pixel(image, height, width, row, column + 1);
    double below = (1 - right) * pixel(image, height, width, row + 1, column)
        + right * pixel(image, height, width, row + 1, column + 1);
    return (float) ((1 - down) * above + down * below);
  }

  private static float pixel(float[] image, int height, int width, int row, int column) {
    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside ? image[row * width + column] : 0;
  }

  /// The cosine, exactly 0 where it should be.
  private static double cos(int degrees) {
    return Math.floorMod(degrees, 180) == 90 ? 0 : StrictMath.cos(StrictMath.toRadians(degrees));
  }
}

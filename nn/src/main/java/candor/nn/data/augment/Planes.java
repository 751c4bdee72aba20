package candor.nn.data.augment;

import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// Images `[N, C, H, W]` with the batch innermost: pixel `(i, c, y, x)` lies at `offset + ((c H + y) W + x) N + i`.
///
/// @param pixels where they lie
/// @param offset place of the first
/// @param samples number of images
/// @param channels channels of an image
/// @param height rows of an image
/// @param width columns of an image
record Planes(float[] pixels, int offset, int samples, int channels, int height, int width) {
  /// The pixels of a tensor, copied if they lie otherwise.
  ///
  /// @throws IllegalArgumentException if these are no F32 images
  static Planes of(String operation, Tensor images) {
    Shape shape = images.shape();
    if (images.dtype() != DType.F32 || shape.rank() != 4) {
      throw new IllegalArgumentException(
          operation + ": input is " + images.dtype() + shape + ", expected f32[N,C,H,W]");
    }
    NdArray array = images.array().inOrder(1, 2, 3, 0);
    return new Planes(array.f32(), array.offset(), shape.size(0), shape.size(1), shape.size(2), shape.size(3));
  }

  /// Memory for as many images of another size, in the order (C, H, W, N).
  NdArray like(int newHeight, int newWidth) {
    return NdArray.empty(DType.F32, Shape.of(channels, newHeight, newWidth, samples));
  }

  /// The images that such memory holds.
  static Tensor tensor(NdArray planes) {
    return Tensor.of(planes.permute(3, 0, 1, 2));
  }
}

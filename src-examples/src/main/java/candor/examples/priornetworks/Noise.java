package candor.examples.priornetworks;

import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// Independent normal noise on every pixel, whose standard deviation is drawn for every image, uniform between 0 and a
/// largest one, so that a network learns all of them. Nothing is clipped: the classes shall blur, as in Malinin & Gales
/// 2018, section 5.2.
///
/// @param most largest standard deviation
record Noise(double most) implements Augmentation {
  @Override
  public Batch apply(Batch batch, RandomStream stream) {
    float[] levels = new float[batch.size()];
    RandomStream strength = stream.child("strength");
    for (int i = 0; i < levels.length; i++) {
      strength.uniform(batch.ids()[i], 0, levels, i, 1);
      levels[i] *= (float) most;
    }
    Tensor each = Tensor.of(levels, levels.length, 1, 1, 1);
    return batch.withInput(batch.input().add(of(batch.input().shape(), stream, batch.ids()).mul(each)));
  }

  /// Noise of standard deviation 1, which depends on stream and identity alone.
  ///
  /// @param shape shape of some images along axis 0
  /// @param stream random numbers
  /// @param ids identity of each image
  static Tensor of(Shape shape, RandomStream stream, int... ids) {
    NdArray noise = NdArray.empty(DType.F32, shape);
    int pixels = ids.length == 0 ? 0 : shape.count() / ids.length;
    Backend.current().forEach(ids.length, 30L * pixels, (from, to) -> {
      for (int i = from; i < to; i++) {
        stream.normal(ids[i], 0, noise.f32(), noise.offset() + i * pixels, pixels);
      }
    });
    return Tensor.of(noise);
  }
}

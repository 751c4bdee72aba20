package candor.nn.data.augment;

import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// Adds independent normal noise to every number of the inputs: `y = x + std · ε`. The result is not clipped.
///
/// @param std standard deviation
public record GaussianNoise(double std) implements Augmentation {
  /// Describes the noise.
  ///
  /// @throws IllegalArgumentException if the standard deviation is negative or not finite
  public GaussianNoise {
    Draws.limit("gaussian noise", "as standard deviation", std);
  }

  /// Adds noise.
  ///
  /// @throws IllegalArgumentException if the inputs are not F32
  @Override
  public Batch apply(Batch batch, RandomStream stream) {
    Tensor input = batch.input();
    if (input.dtype() != DType.F32) {
      throw new IllegalArgumentException(
          "gaussian noise: input is " + input.dtype() + input.shape() + ", expected f32");
    }
    NdArray noise = NdArray.empty(DType.F32, input.shape());
    int numbers = batch.size() == 0 ? 0 : input.count() / batch.size();
    Backend.current().forEach(batch.size(), 30L * numbers, (start, end) -> {
      for (int i = start; i < end; i++) {
        stream.normal(batch.ids()[i], 0, noise.f32(), noise.offset() + i * numbers, numbers);
      }
    });
    return batch.withInput(input.add(Tensor.of(noise).mul(std)));
  }
}

package candor.nn.data.augment;

import candor.nn.Numbers;
import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Collections;
import java.util.stream.IntStream;

/// What the tests of augmentations share.
final class Changes {
  private Changes() {
  }

  /// Random numbers of an epoch.
  static RandomStream epoch(int epoch) {
    return RandomStream.of(5).purpose(Purpose.AUGMENTATION).at(epoch);
  }

  /// Images of normal numbers, with the given identities.
  static Batch images(int channels, int height, int width, int... ids) {
    Tensor all = Numbers.normal32(8, 40, channels, height, width);
    return new Batch(all.indexSelect(0, Tensor.of(ids, ids.length)), Tensor.zeros(DType.I32, ids.length), ids);
  }

  /// Images that count from 1, one channel.
  static Batch counting(int height, int width, int samples) {
    Tensor one = Tensor.range(DType.F32, height * width).add(1).reshape(1, 1, height, width);
    return new Batch(Tensor.concat(0, Collections.nCopies(samples, one)), Tensor.zeros(DType.I32, samples),
        IntStream.range(0, samples).toArray());
  }

  static Tensor apply(Augmentation change, Batch batch) {
    return change.apply(batch, epoch(0)).input();
  }
}

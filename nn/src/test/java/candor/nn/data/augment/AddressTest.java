package candor.nn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import candor.kernel.Kernels;
import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A sample is changed in the same way wherever and with whomever it comes.
class AddressTest {
  private static final int[] IDS = IntStream.range(0, 40).toArray();

  static Stream<Augmentation> augmentations() {
    return Stream.of(new RandomCrop(6, 7, 2, Padding.ZERO), new RandomCrop(8, 7, 3, Padding.REFLECT),
        new RandomCrop(4, 5, 0, Padding.ZERO), new RandomHorizontalFlip(0.5), new RandomRotation(30),
        new RandomShift(2.5), new GaussianNoise(0.5),
        Augmentation.of(new RandomCrop(6, 7, 2, Padding.ZERO), new RandomHorizontalFlip(0.5), new RandomRotation(5)));
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void inAnyBatch(Augmentation change) {
    Batch all = Changes.images(3, 6, 7, IDS);
    Tensor whole = Changes.apply(change, all);
    int[] some = {7, 39, 0, 7};
    Batch part = change.apply(Changes.images(3, 6, 7, some), Changes.epoch(0));
    assertThat(part.input().hasSameBits(whole.indexSelect(0, Tensor.of(some, 4)))).isTrue();
    assertThat(part.ids()).containsExactly(some);
    assertThat(Changes.apply(change, Changes.images(3, 6, 7)).shape().size(0)).isZero();
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void withAnyLayoutAndAnyNumberOfThreads(Augmentation change) {
    Batch rows = Changes.images(3, 6, 7, IDS);
    Tensor expected = new Backend(Kernels.scalar(), new WorkerPool(1)).call(() -> Changes.apply(change, rows));
    Batch innermost = rows.withInput(Tensor.of(rows.input().array().copyInOrder(1, 2, 3, 0)));
    NdArray padded = NdArray.zeros(rows.input().dtype(), Shape.of(41, 3, 6, 7));
    NdArray view = padded.slice(new int[] {1, 0, 0, 0}, new int[] {1, 1, 1, 1}, rows.input().shape());
    view.assign(rows.input().array());
    try (WorkerPool pool = new WorkerPool(3)) {
      for (Batch same : new Batch[] {rows, innermost, rows.withInput(Tensor.of(view))}) {
        assertThat(
            new Backend(Kernels.best().compiled(), pool).call(() -> Changes.apply(change, same)).hasSameBits(expected))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void differentlyInTheNextEpochAndForTheNextSample(Augmentation change) {
    Batch batch = Changes.counting(6, 7, 40);
    Tensor first = change.apply(batch, Changes.epoch(0)).input();
    assertThat(change.apply(batch, Changes.epoch(0)).input().hasSameBits(first)).isTrue();
    assertThat(change.apply(batch, Changes.epoch(1)).input().hasSameBits(first)).isFalse();
    long different = IntStream.range(1, 40)
        .filter(i -> !first.select(0, i).hasSameBits(first.select(0, 0))).count();
    assertThat(different).isGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void withoutTouchingTheOriginal(Augmentation change) {
    Batch batch = Changes.images(3, 6, 7, IDS);
    float[] before = batch.input().toFloats();
    Changes.apply(change, batch);
    assertThat(batch.input().toFloats()).containsExactly(before);
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void oneStepAfterTheOther(Augmentation change) {
    Batch batch = Changes.images(3, 6, 7, IDS);
    Augmentation flip = new RandomHorizontalFlip(0.5);
    Tensor expected =
        change.apply(flip.apply(batch, Changes.epoch(0).child(0)), Changes.epoch(0).child(1)).input();
    assertThat(Changes.apply(Augmentation.of(flip, change), batch).hasSameBits(expected)).isTrue();
  }
}

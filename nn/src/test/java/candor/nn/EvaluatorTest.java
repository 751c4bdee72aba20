package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.Kernels;
import candor.nn.model.LeNet;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
  private static final Tensor IMAGES = Numbers.normal32(1, 70, 1, 28, 28);

  private final Sequential model = LeNet.caffe(0.5);

  EvaluatorTest() {
    model.initialise(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 32, 69, 70, 1000})
  void piecesDoNotChangeTheBits(int size) {
    Tensor whole = model.apply(IMAGES, Context.evaluate());
    assertThat(new Evaluator(size).apply(model, IMAGES).hasSameBits(whole)).isTrue();
  }

  static Stream<Arguments> backends() {
    return Stream.of(Kernels.scalar(), Kernels.best().compiled())
        .flatMap(k -> Stream.of(1, 2, 7).map(threads -> Arguments.of(k.name(), threads, k)));
  }

  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("backends")
  void kernelsAndThreadsDoNotMatter(String name, int threads, Kernels kernels) {
    Tensor whole = model.apply(IMAGES, Context.evaluate());
    try (WorkerPool pool = new WorkerPool(threads)) {
      Evaluator evaluator = new Evaluator(16);
      Tensor pieces = new Backend(kernels, pool).call(() -> evaluator.apply(model, IMAGES));
      assertThat(pieces.hasSameBits(whole)).as(name).isTrue();
    }
  }

  @Test
  void everySampleIsInOnePieceOfAtMostTheSize() {
    for (int size : new int[] {1, 5, 16, 20, 64}) {
      for (int samples : new int[] {1, 15, 16, 17, 64, 65, 100, 1000}) {
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        new Evaluator(size).map(samples, 0, (from, to) -> {
          assertThat(to - from).isBetween(1, size);
          IntStream.range(from, to).forEach(seen::add);
          return Tensor.zeros(DType.F32, to - from);
        });
        assertThat(seen).as("%d by %d", samples, size).hasSize(samples).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void anyAxisMayCountTheSamples() {
    Tensor expected = Numbers.normal(1, 3, 40, 2);
    for (int axis : new int[] {1, -2}) {
      Tensor result = new Evaluator(16).map(40, axis, (from, to) -> expected.slice(1, from, to));
      assertThat(result.hasSameBits(expected)).isTrue();
    }
  }

  @Test
  void noSamplesGiveAnEmptyResult() {
    assertThat(new Evaluator().apply(model, Tensor.zeros(DType.F32, 0, 1, 28, 28)).shape()).isEqualTo(Shape.of(0, 10));
  }

  @Test
  void thereIsNoGraphAndTheResultOutlivesTheWorkspaces() {
    Evaluator evaluator = new Evaluator(16);
    Tensor first = new Workspace().call(() -> evaluator.apply(model, IMAGES));
    float[] numbers = first.toFloats();
    evaluator.apply(model, IMAGES.mul(2));
    assertThat(first.node()).isNull();
    assertThat(first.toFloats()).isEqualTo(numbers);
  }

  @Test
  void theNextCallHasTheMemoryOfTheLast() {
    try (WorkerPool pool = new WorkerPool(1)) {
      new Backend(Kernels.best().compiled(), pool).call(() -> {
        Evaluator evaluator = new Evaluator(16);
        Set<Object> arrays = ConcurrentHashMap.newKeySet();
        for (int call = 0; call < 3; call++) {
          evaluator.map(70, 0, (from, to) -> {
            Tensor made = Tensor.zeros(DType.F64, 16);
            arrays.add(made.array().f64());
            return made.slice(0, 0, to - from);
          });
        }
        assertThat(arrays).hasSize(1);
        return 0;
      });
    }
  }

  @Test
  void aFunctionMayUseTheSameEvaluator() {
    Evaluator evaluator = new Evaluator(2);
    Tensor table = evaluator.map(5, 0, (from, to) -> evaluator.map(3, 1,
        (left, right) -> Tensor.full(DType.F32, from * 10 + left, to - from, right - left)));
    assertThat(table.shape()).isEqualTo(Shape.of(5, 3));
    assertThat(table.at(0, 0)).isZero();
  }

  @Test
  void theFirstFailureArrivesAndTheEvaluatorGoesOn() {
    Evaluator evaluator = new Evaluator(16);
    assertThatThrownBy(() -> evaluator.map(64, 0, (from, to) -> {
      throw new IllegalStateException("from " + from);
    })).isInstanceOf(IllegalStateException.class).hasMessage("from 0");
    assertThat(evaluator.apply(model, IMAGES).shape()).isEqualTo(Shape.of(70, 10));
  }

  @Test
  void piecesMustFit() {
    try (WorkerPool pool = new WorkerPool(1)) {
      new Backend(Kernels.best().compiled(), pool).call(() -> {
        Evaluator evaluator = new Evaluator(16);
        assertRefused("evaluator: the samples 0 to 15 gave f32[3,10], expected f32[16,10]",
            () -> evaluator.map(32, 0, (from, to) -> Tensor.zeros(DType.F32, 3, 10)));
        assertRefused("evaluator: the samples 16 to 31 gave f32[16,12], expected f32[16,10]",
            () -> evaluator.map(32, 0, (from, to) -> Tensor.zeros(DType.F32, 16, from == 0 ? 10 : 12)));
        assertRefused("evaluator: the samples 16 to 31 gave f64[16], expected f32[16]",
            () -> evaluator.map(32, 0, (from, to) -> Tensor.zeros(from == 0 ? DType.F32 : DType.F64, 16)));
        return 0;
      });
    }
    assertThatThrownBy(() -> new Evaluator().map(3, 1, (from, to) -> Tensor.zeros(DType.F32, 3)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("evaluator: axis 1 of a tensor of shape [3], expected -1 to 0");
    assertRefused("evaluator: pieces of 0 samples, expected 1 or more", () -> new Evaluator(0));
  }

  private static void assertRefused(String message, ThrowingCallable action) {
    assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}

package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BufferTest {

  private static final class Counter extends Module {
    private final Buffer count = buffer("count", 0.5, 2);
    private final Parameter weight = parameter("weight", Init.constant(1), 2);

    @Override
    protected Tensor forward(Tensor x, Context context) {
      if (context.mode() == Context.Mode.TRAIN) {
        context.update(count, old -> old.mul(2));
        context.update(count, old -> old.add(1));
      }
      return x.mul(weight.value()).add(count.value());
    }
  }

  @Test
  void aBufferWithoutValueSaysWhatToCall() {
    assertThatThrownBy(() -> new Counter().count.value()).isInstanceOf(IllegalStateException.class)
        .hasMessage("buffer count [2] has no value; call initialise(seed) on the model");
  }

  @Test
  void initialiseGivesItsFirstNumberInTheTypeOfTheModel() {
    Counter model = new Counter();
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      model.initialise(1, dtype);
      assertThat(model.count.value().hasSameBits(Tensor.full(dtype, 0.5, 2))).isTrue();
      model.count.assign(Tensor.zeros(dtype, 2));
    }
    assertThat(model.count.name()).isEqualTo("count");
    assertThat(model.count.shape()).isEqualTo(Shape.of(2));
  }

  @Test
  void aBufferIsAConstantAndNoParameter() {
    Counter model = new Counter();
    model.initialise(1);
    model.count.assign(model.weight.value());
    assertThat(model.count.value().node()).isNull();
    assertThat(model.namedParameters()).containsOnlyKeys("weight");
    assertThat(Sequential.builder().add("part", model).build().namedBuffers()).containsOnlyKeys("part.count")
        .containsValue(model.count);
  }

  @Test
  void assignCopiesAndRefusesAnotherShape() {
    Counter model = new Counter();
    model.initialise(1);
    NdArray source = NdArray.zeros(DType.F32, Shape.of(2));
    model.count.assign(Tensor.of(source));
    source.fill(7);
    assertThat(model.count.value().toFloats()).containsOnly(0);
    assertThatThrownBy(() -> model.count.assign(Tensor.zeros(DType.F32, 3)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("buffer count: value has shape [3], expected [2]");
  }

  @Test
  void aNameIsGivenOnceToBuffersParametersAndParts() {
    Counter model = new Counter();
    for (String taken : new String[] {"count", "weight"}) {
      assertThatThrownBy(() -> model.buffer(taken, 0, 1)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("module: the name " + taken + " is taken in Counter");
    }
    assertThatThrownBy(() -> model.parameter("count", Init.constant(0), 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("module: the name count is taken in Counter");
  }

  @Test
  void updatesAreAppliedInOrderOnceAndOnlyWhenAsked() {
    Counter model = new Counter();
    model.initialise(1);
    Sequential network = Sequential.of(model);
    Context context = Context.train(1, 0, 0);
    network.apply(Tensor.ones(DType.F32, 2), context);
    assertThat(model.count.value().toFloats()).containsOnly(0.5f);
    context.applyUpdates();
    assertThat(model.count.value().toFloats()).containsOnly(2);
    context.applyUpdates();
    assertThat(model.count.value().toFloats()).containsOnly(2);
  }

  /// A running mean of the inputs, and a count of the passes.
  private static final class Mean extends Module {
    private final Buffer mean = buffer("mean", 8, 1);
    private final Buffer passes = buffer("passes", 0, 1);

    @Override
    protected Tensor forward(Tensor x, Context context) {
      context.average(mean, x, 0.25);
      context.update(passes, old -> old.add(1));
      return x;
    }
  }

  @Test
  void aRunningMeanMovesByItsMomentum() {
    Mean model = new Mean();
    model.initialise(1, DType.F64);
    for (double x : new double[] {4, 0}) {
      Context context = Context.train(1, 0, 0);
      model.apply(Tensor.of(new double[] {x}, 1), context);
      context.applyUpdates();
    }
    assertThat(model.mean.value().item()).isEqualTo(0.75 * (0.75 * 8 + 0.25 * 4));
    assertThat(model.passes.value().item()).isEqualTo(2);
  }

  @Test
  void aRunningMeanCanBecomeTheEqualMeanOfPasses() {
    Mean model = new Mean();
    model.initialise(1, DType.F64);
    model.mean.assign(Tensor.full(DType.F64, Double.NaN, 1));
    int pass = 0;
    for (double x : new double[] {4, 0, 5}) {
      Context context = Context.train(1, 0, 0);
      model.apply(Tensor.of(new double[] {x}, 1), context);
      context.applyUpdates(pass++);
      context.applyUpdates(0);
    }
    assertThat(model.mean.value().item()).isCloseTo(3, Offset.offset(1e-15));
    assertThat(model.passes.value().item()).isEqualTo(3);
  }

  @Test
  void onlyTrainingUpdates() {
    Counter model = new Counter();
    for (Context context : new Context[] {Context.evaluate(), Context.sample(1, 0, 0)}) {
      assertThatThrownBy(() -> context.update(model.count, old -> old)).isInstanceOf(IllegalStateException.class)
          .hasMessage("context: buffer count changes in training only, not in " + context.mode());
      assertThatThrownBy(() -> context.average(model.count, Tensor.ones(DType.F32, 2), 0.1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("context: buffer count changes in training only, not in " + context.mode());
      context.applyUpdates();
    }
  }
}

package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DivergenceTest {

  private static final int SAMPLES = 12;

  @Test
  void anInputThatIsNotFiniteIsNamed() {
    float[] pixels = Numbers.normal32(1, SAMPLES, 4).toFloats();
    pixels[4 * sampleOfLastBatch() + 2] = Float.NaN;
    Sequential model = model();
    assertDiverges(model, Tensor.of(pixels, SAMPLES, 4),
        "training: the loss is NaN in epoch 1, batch 2; the batch's input is not finite");
    assertThat(Numbers.bits(model)).as("the faulty batch changed nothing").doesNotContain(Float.NaN);
  }

  private static int sampleOfLastBatch() {
    int sample = -1;
    for (Batch batch : new DataLoader(new Batches(Numbers.normal32(1, SAMPLES, 4), targets()), 4, 2).epoch(1)) {
      sample = batch.ids()[0];
    }
    return sample;
  }

  @Test
  void anInfiniteInputIsNotFiniteEither() {
    Tensor inputs = Tensor.full(DType.F32, Double.NEGATIVE_INFINITY, SAMPLES, 4);
    assertDiverges(model(), inputs, "training: the loss is NaN in epoch 1, batch 0; the batch's input is not finite");
  }

  @Test
  void aParameterThatIsNotFiniteIsNamedByItsPath() {
    Sequential model = model();
    float[] bias = {0, Float.POSITIVE_INFINITY, 0};
    model.parameters().getLast().assign(Tensor.of(bias, 3));
    assertDiverges(model, Numbers.normal32(1, SAMPLES, 4),
        "training: the loss is NaN in epoch 1, batch 0; parameter head.out.bias is not finite: "
            + "the learning rate may be too high");
  }

  @Test
  void integerInputsAreAlwaysFinite() {
    Sequential model = Sequential.builder().add("oneHot", new OneHot()).add("fc", new Linear(4, 3)).build();
    model.initialise(1);
    model.parameters().getFirst().assign(Tensor.full(DType.F32, Double.NaN, 3, 4));
    assertDiverges(model, targets(),
        "training: the loss is NaN in epoch 1, batch 0; parameter fc.weight is not finite: "
            + "the learning rate may be too high");
  }

  private static final class OneHot extends Module {
    @Override
    protected Tensor forward(Tensor x, Context context) {
      return x.oneHot(4, DType.F32);
    }
  }

  @Test
  void aLearningRateThatIsTooHighEndsInAParameterOrAnOverflow() {
    Sequential model = model();
    Trainer trainer = new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 1e20, 0, 0),
        loader(Numbers.normal32(1, SAMPLES, 4)), 3);
    assertThatThrownBy(() -> trainer.fit(10)).isInstanceOf(DivergenceException.class)
        .hasMessageStartingWith("training: the loss is ")
        .hasMessageContaining("in epoch 0, batch ");
  }

  @Test
  void anOverflowIsToldFromFiniteInputAndParameters() {
    Sequential model = model();
    for (Parameter parameter : model.parameters()) {
      parameter.assign(Tensor.full(DType.F32, 1e30, parameter.shape().toArray()));
    }
    float[] before = Numbers.bits(model);
    assertDiverges(model, Tensor.ones(DType.F32, SAMPLES, 4),
        "training: the loss is NaN in epoch 1, batch 0; "
            + "input and parameters are finite, the output of head.out, f32[4,3], is the first that is not");
    assertThat(Numbers.bits(model)).containsExactly(before);
  }

  /// A function without parameters.
  private static final class Function extends Module {
    private final UnaryOperator<Tensor> function;

    Function(UnaryOperator<Tensor> function) {
      this.function = function;
    }

    @Override
    protected Tensor forward(Tensor x, Context context) {
      return function.apply(x);
    }
  }

  private static Sequential around(UnaryOperator<Tensor> function) {
    Sequential model = Sequential.builder()
        .add("features", Sequential.builder().add("in", new Linear(4, 6)).add("relu", Activation.relu())
            .add("function", new Function(function)).build())
        .add("dropout", new Dropout(0.5)).add("head", new Linear(6, 3)).build();
    model.initialise(1);
    return model;
  }

  @Test
  void theFirstLayerWhoseOutputIsNotFiniteIsNamed() {
    assertDiverges(around(x -> x.sub(1).log()), Numbers.normal32(1, SAMPLES, 4),
        "training: the loss is NaN in epoch 1, batch 0; input and parameters are finite, "
            + "the output of features.function, f32[4,6], is the first that is not");
  }

  @Test
  void aLossThatIsNotFiniteOfFiniteOutputsIsCalledSo() {
    Sequential model = model();
    float[] before = Numbers.bits(model);
    Trainer trainer = new Trainer(model, (output, target) -> output.sum().div(0),
        new Sgd(model.parameters(), 0.1, 0.9, 0), loader(Numbers.normal32(1, SAMPLES, 4)), 3);
    assertThatThrownBy(() -> trainer.fit(1)).isInstanceOf(DivergenceException.class)
        .hasMessageStartingWith("training: the loss is ")
        .hasMessageEndingWith("in epoch 0, batch 0; input, parameters and outputs are finite, the loss of them is not");
    assertThat(Numbers.bits(model)).containsExactly(before);
  }

  @Test
  void aGradientThatIsNotFiniteIsNamedByTheOutputAtWhichItBeginsAndTheStepIsNotMade() {
    // √0 = 0 has an infinite slope.
    Sequential model = around(x -> x.mul(0).sqrt());
    float[] before = Numbers.bits(model);
    Sgd sgd = new Sgd(model.parameters(), 0.1, 0.9, 0);
    Trainer trainer = new Trainer(model, Loss.crossEntropy(), sgd, loader(Numbers.normal32(1, SAMPLES, 4)), 3);
    assertThatThrownBy(() -> trainer.epoch(1)).isInstanceOf(DivergenceException.class)
        .hasMessage("training: a gradient is not finite in epoch 1, batch 0; going back from the loss, "
            + "the output of features.relu, f32[4,6], is the first whose gradient is not finite");
    assertThat(Numbers.bits(model)).containsExactly(before);
    assertThat(sgd.state().get("steps").item()).isZero();
  }

  @Test
  void theGradientOfAParameterThatOverflowsAloneIsNamed() {
    Linear model = new Linear(4, 3);
    model.initialise(1);
    model.parameters().forEach(p -> p.assign(Tensor.zeros(DType.F32, p.shape().toArray())));
    Trainer trainer = new Trainer(model, (output, target) -> output.sum().mul(1e10),
        new Sgd(model.parameters(), 0.1, 0, 0), loader(Tensor.full(DType.F32, 1e30, SAMPLES, 4)), 3);
    assertThatThrownBy(() -> trainer.fit(1)).isInstanceOf(DivergenceException.class)
        .hasMessage("training: a gradient is not finite in epoch 0, batch 0; "
            + "the gradients of all outputs are finite, that of parameter weight is not");
  }

  @Test
  void gradientsWhoseSumOverflowsAreFinite() {
    Linear model = new Linear(4, 3);
    model.initialise(1);
    model.parameters().forEach(p -> p.assign(Tensor.zeros(DType.F32, p.shape().toArray())));
    Sgd sgd = new Sgd(model.parameters(), 1, 0, 0);
    sgd.rate(0);
    Trainer trainer = new Trainer(model, (output, target) -> output.sum().mul(0.25), sgd,
        loader(Tensor.full(DType.F32, 2e38, SAMPLES, 4)), 3);
    assertThat(Diagnosis.isFinite(Tensor.full(DType.F32, 2e38, 12))).isTrue();
    assertThat(Diagnosis.isFinite(Tensor.full(DType.F32, Double.POSITIVE_INFINITY, 12))).isFalse();
    trainer.fit(1);
  }

  @Test
  void listenersAreNotToldOfAStepThatDidNotHappen() {
    Sequential model = model();
    TrainingListener strict = new TrainingListener() {
      @Override
      public void onStep(Step step) {
        throw new AssertionError(step);
      }

      @Override
      public void onEpoch(Epoch epoch) {
        throw new AssertionError(epoch);
      }
    };
    Tensor inputs = Tensor.full(DType.F32, Double.NaN, SAMPLES, 4);
    Trainer trainer =
        new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0, 0), loader(inputs), 3, strict);
    assertThatThrownBy(() -> trainer.fit(1)).isInstanceOf(DivergenceException.class);
  }

  private static void assertDiverges(Sequential model, Tensor inputs, String message) {
    Trainer trainer = trainer(model, inputs);
    assertThatThrownBy(() -> trainer.epoch(1)).isInstanceOf(DivergenceException.class).hasMessage(message);
  }

  private static Trainer trainer(Sequential model, Tensor inputs) {
    return new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0, 0), loader(inputs), 3);
  }

  private static DataLoader loader(Tensor inputs) {
    return new DataLoader(new Batches(inputs, targets()), 4, 2);
  }

  private static Tensor targets() {
    return Tensor.range(DType.I32, SAMPLES).to(DType.F32).div(4).to(DType.I32);
  }

  private static Sequential model() {
    Sequential model = Sequential.builder()
        .add("body", Sequential.builder().add("in", new Linear(4, 6)).add("relu", Activation.relu()).build())
        .add("head", Sequential.builder().add("out", new Linear(6, 3)).build()).build();
    model.initialise(1);
    return model;
  }
}

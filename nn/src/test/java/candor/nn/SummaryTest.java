package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.Lstm;
import candor.nn.layer.TransformerEncoderLayer;
import candor.nn.model.LeNet;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void theTableOfLeNetHasItsKnownNumbers() {
    Sequential model = LeNet.caffe(0.5);
    model.initialise(1);
    assertThat(model.summary(1, 1, 28, 28).toString().lines()).containsExactly(
        "path     type       output        parameters  multiply-adds",
        "conv1    Conv2d     [1,20,24,24]         520        288 000",
        "pool1    MaxPool2d  [1,20,12,12]           0              0",
        "conv2    Conv2d     [1,50,8,8]        25 050      1 600 000",
        "pool2    MaxPool2d  [1,50,4,4]             0              0",
        "flatten  Flatten    [1,800]                0              0",
        "fc1      Linear     [1,500]          400 500        400 000",
        "relu     relu       [1,500]                0              0",
        "dropout  Dropout    [1,500]                0              0",
        "fc2      Linear     [1,10]             5 010          5 000",
        "total                                431 080      2 293 000");
  }

  @Test
  void samplesMultiplyTheProductsAndNotTheParameters() {
    Sequential model = LeNet.caffe(0.5);
    model.initialise(1);
    Summary summary = model.summary(7, 1, 28, 28);
    assertThat(summary.multiplyAdds()).isEqualTo(7 * 2_293_000L);
    assertThat(summary.parameters()).isEqualTo(431_080);
  }

  @Test
  void groupsStridesAndPaddingCountAsTheyCompute() {
    Conv2d conv = new Conv2d(4, 6, 3).stride(2).padding(1).groups(2);
    conv.initialise(1);
    Summary summary = conv.summary(2, 4, 9, 9);
    assertThat(summary.rows()).containsExactly(new Summary.Row("", "Conv2d", Shape.of(2, 6, 5, 5), 6 * 2 * 9 + 6,
        2L * 6 * 5 * 5 * 2 * 9));
  }

  /// A product of its own, a part that is applied twice, and one that never is.
  private static final class Twice extends Module {
    private final Parameter gain = parameter("gain", Init.constant(1), 4, 4);
    private final Linear shared = child("shared", new Linear(4, 4));
    private final Sequential block = child("block", Sequential.of(Activation.relu()));

    Twice() {
      child("unused", new Linear(4, 9));
    }

    @Override
    protected Tensor forward(Tensor x, Context context) {
      Tensor once = shared.apply(x.matmul(gain.value()), context);
      return shared.apply(block.apply(once, context), context);
    }
  }

  @Test
  void everyModuleCountsWhatItDoesItself() {
    Twice model = new Twice();
    model.initialise(1, DType.F64);
    Summary summary = model.summary(3, 4);
    assertThat(summary.rows()).containsExactly(new Summary.Row("", "Twice", Shape.of(3, 4), 16, 48),
        new Summary.Row("shared", "Linear", Shape.of(3, 4), 20, 96),
        new Summary.Row("block", "Sequential", Shape.of(3, 4), 0, 0),
        new Summary.Row("block.0", "relu", Shape.of(3, 4), 0, 0), new Summary.Row("unused", "Linear", null, 45, 0));
    assertThat(summary.toString().lines()).containsExactly(
        "path     type    output       parameters  multiply-adds",
        "         Twice   [3,4]                16             48",
        "shared   Linear  [3,4]                20             96",
        "block.0  relu    [3,4]                 0              0",
        "unused   Linear  not applied          45              0",
        "total                                 81            144");
  }

  @Test
  void recurrentLayersCountTheProductsOfTheirInputsAndOfTheirStates() {
    Lstm lstm = new Lstm(5, 7);
    lstm.initialise(1);
    long expected = 3L * 4 * (4 * 7 * 5 + 4 * 7 * 7);
    assertThat(lstm.summary(3, 4, 5).rows()).singleElement()
        .isEqualTo(new Summary.Row("", "Lstm", Shape.of(3, 4, 7), 4 * 7 * (5 + 7 + 2), expected));
    Module last = new Module() {
      private final Lstm inner = child("inner", new Lstm(5, 7));

      @Override
      protected Tensor forward(Tensor x, Context context) {
        Sequences shorter = new Sequences(x, new int[] {4, 2, 0});
        return inner.run(shorter, context).outputs().values().select(1, 0);
      }
    };
    last.initialise(1);
    assertThat(last.summary(3, 4, 5).rows().getLast()).as("steps that are padding have no recurrent product")
        .isEqualTo(new Summary.Row("inner", "Lstm", Shape.of(3, 4, 7), 4 * 7 * (5 + 7 + 2),
            3L * 4 * 4 * 7 * 5 + 6 * 4 * 7 * 7));
  }

  @Test
  void partsThatTakeSequencesHaveTheirRowsToo() {
    TransformerEncoderLayer layer = new TransformerEncoderLayer(8, 2, 32);
    layer.initialise(1);
    Summary summary = layer.summary(3, 5, 8);
    assertThat(summary.rows()).filteredOn(row -> row.path().equals("self_attn")).singleElement()
        .isEqualTo(new Summary.Row("self_attn", "MultiHeadAttention", Shape.of(3, 5, 8), 3 * 8 * 8 + 3 * 8,
            3L * 5 * (3 * 8 * 8 + 2 * 5 * 8)));
    assertThat(summary.rows()).allMatch(row -> row.output() != null);
    assertThat(summary.multiplyAdds()).isEqualTo(3L * 5 * (4 * 8 * 8 + 2 * 5 * 8 + 2 * 8 * 32));
  }

  @Test
  void anInputOfIntegersIsGivenAsATensor() {
    Module oneHot = new Module() {
      private final Linear fc = child("fc", new Linear(5, 2));

      @Override
      protected Tensor forward(Tensor x, Context context) {
        return fc.apply(x.oneHot(5, DType.F32), context);
      }
    };
    oneHot.initialise(1);
    assertThat(Summary.of(oneHot, Tensor.range(DType.I32, 5)).multiplyAdds()).isEqualTo(50);
  }

  @Test
  void aModelWithoutParametersTakesF32() {
    assertThat(new Flatten().summary(2, 3, 4).toString().lines()).containsExactly(
        "path   type     output  parameters  multiply-adds",
        "       Flatten  [2,12]           0              0",
        "total                            0              0");
  }

  @Test
  void anInputThatDoesNotFitIsRefusedByTheLayer() {
    Linear linear = new Linear(3, 2);
    linear.initialise(1);
    assertThatThrownBy(() -> linear.summary(1, 4)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linear: input has shape [1,4], expected [N,3]");
  }
}

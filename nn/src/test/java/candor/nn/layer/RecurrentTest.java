package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.kernel.Kernels;
import candor.nn.Context;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.Sequences;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentTest {
  private static final int STEPS = 6;
  private static final int INPUTS = 5;
  private static final int UNITS = 7;
  private static final RecurrentOptions TWICE = RecurrentOptions.DEFAULT.layers(2).inBothDirections();
  private static final RecurrentOptions DROPPING = TWICE.dropout(0.3).variational(0.4, 0.5);

  private static Recurrent layer(String kind, RecurrentOptions options) {
    Recurrent layer = switch (kind) {
      case "rnn" -> new Rnn(INPUTS, UNITS, Rnn.Nonlinearity.TANH, options);
      case "relu" -> new Rnn(INPUTS, UNITS, Rnn.Nonlinearity.RELU, options);
      case "lstm" -> new Lstm(INPUTS, UNITS, options);
      case "gru" -> new Gru(INPUTS, UNITS, options);
      default -> throw new IllegalArgumentException(kind);
    };
    layer.initialise(3);
    return layer;
  }

  private static int[] ids(int n) {
    return IntStream.range(100, 100 + n).toArray();
  }

  @Test
  void namesAndShapesAreThoseOfPyTorch() {
    List<String> shapes = new ArrayList<>();
    layer("lstm", TWICE).namedParameters().forEach((name, p) -> shapes.add(name + p.shape()));
    assertThat(shapes).containsExactly("weight_ih_l0[28,5]", "weight_hh_l0[28,7]", "bias_ih_l0[28]", "bias_hh_l0[28]",
        "weight_ih_l0_reverse[28,5]", "weight_hh_l0_reverse[28,7]", "bias_ih_l0_reverse[28]", "bias_hh_l0_reverse[28]",
        "weight_ih_l1[28,14]", "weight_hh_l1[28,7]", "bias_ih_l1[28]", "bias_hh_l1[28]", "weight_ih_l1_reverse[28,14]",
        "weight_hh_l1_reverse[28,7]", "bias_ih_l1_reverse[28]", "bias_hh_l1_reverse[28]");
  }

  @Test
  void firstNumbersLieWithinTheInverseRootOfTheUnits() {
    float[] all = Numbers.bits(layer("gru", TWICE));
    double bound = 1 / Math.sqrt(UNITS);
    for (float x : all) {
      assertThat((double) x).isBetween(-bound - 1e-7, bound);
    }
    assertThat(IntStream.range(0, all.length).filter(i -> all[i] > 0.9 * bound).count()).isPositive();
  }

  /// Padding, neighbours, order and the length of the batch change no bit of a sequence, its masks included.
  @Property(tries = 60)
  void aSequenceAloneHasTheBitsItHasInABatch(@ForAll @Size(min = 1, max = 5) List<@IntRange(max = STEPS) Integer> all,
      @ForAll @IntRange(max = 2) int mode, @ForAll @IntRange(max = 2) int kind) {
    Recurrent layer = layer(List.of("rnn", "lstm", "gru").get(kind), DROPPING);
    int[] lengths = all.stream().mapToInt(n -> n).toArray();
    Tensor x = Numbers.normal32(kind, lengths.length, STEPS, INPUTS);
    int[] ids = ids(lengths.length);
    Recurrent.Result batch = layer.run(new Sequences(x, lengths), context(mode, ids));
    for (int n = 0; n < lengths.length; n++) {
      Tensor own = x.slice(0, n, n + 1).slice(1, 0, lengths[n]);
      Recurrent.Result alone = layer.run(Sequences.full(own), context(mode, ids[n]));
      Tensor there = batch.outputs().values().slice(0, n, n + 1);
      assertThat(alone.outputs().values().hasSameBits(there.slice(1, 0, lengths[n]))).isTrue();
      Tensor behind = there.slice(1, lengths[n], STEPS);
      assertThat(behind.hasSameBits(Tensor.zeros(DType.F32, behind.shape().toArray()))).isTrue();
      assertThat(alone.state().parts().hasSameBits(batch.state().parts().slice(2, n, n + 1))).isTrue();
    }
  }

  private static Context context(int mode, int... ids) {
    return switch (mode) {
      case 0 -> Context.evaluate();
      case 1 -> Context.train(5, 6, ids);
      default -> Context.sample(5, 6, ids);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn", "relu", "lstm", "gru"})
  void notEvenANaNInThePaddingReachesAResultOrAGradient(String kind) {
    int[] lengths = {4, 0, 6, 1};
    Tensor clean = Numbers.normal32(1, 4, STEPS, INPUTS);
    Tensor spoilt = Tensor.where(new Sequences(clean, lengths).exists(DType.F32).unsqueeze(2), clean,
        Tensor.scalar(DType.F32, Double.NaN));
    List<List<Tensor>> results = new ArrayList<>();
    for (Tensor x : List.of(clean, spoilt)) {
      Recurrent layer = layer(kind, DROPPING);
      Tensor variable = x.variable();
      Recurrent.Result result = layer.run(new Sequences(variable, lengths), Context.train(1, 2, ids(4)));
      List<Tensor> variables = new ArrayList<>(List.of(variable));
      layer.parameters().stream().map(Parameter::value).forEach(variables::add);
      Tensor loss = result.outputs().values().square().sum().add(result.state().parts().square().sum());
      List<Tensor> numbers = new ArrayList<>(List.of(result.outputs().values(), result.state().parts()));
      numbers.addAll(Autograd.grad(loss, variables));
      results.add(numbers);
    }
    for (int i = 0; i < results.getFirst().size(); i++) {
      assertThat(results.get(1).get(i).hasSameBits(results.get(0).get(i))).as("tensor %d", i).isTrue();
    }
  }

  /// A long sequence in parts, the state handed on.
  @Property(tries = 40)
  void partsWithTheStateHandedOnGiveTheBitsOfTheWhole(@ForAll @IntRange(max = STEPS) int split,
      @ForAll @IntRange(max = 2) int kind) {
    Recurrent layer = layer(List.of("rnn", "lstm", "gru").get(kind), RecurrentOptions.DEFAULT.layers(2));
    Tensor x = Numbers.normal32(4, 3, STEPS, INPUTS);
    Recurrent.Result whole = layer.run(Sequences.full(x), Context.evaluate());
    Recurrent.Result first = layer.run(Sequences.full(x.slice(1, 0, split)), Context.evaluate());
    Recurrent.Result second =
        layer.run(Sequences.full(x.slice(1, split, STEPS)), first.state().detach(), Context.evaluate());
    Tensor joined = Tensor.concat(1, List.of(first.outputs().values(), second.outputs().values()));
    assertThat(joined.hasSameBits(whole.outputs().values())).isTrue();
    assertThat(second.state().parts().hasSameBits(whole.state().parts())).isTrue();
  }

  @Test
  void backwardsASequenceBeginsAtItsOwnEnd() {
    Lstm both = (Lstm) layer("lstm", RecurrentOptions.DEFAULT.inBothDirections());
    Lstm forwards = (Lstm) layer("lstm", RecurrentOptions.DEFAULT);
    for (int i = 0; i < 4; i++) {
      forwards.parameters().get(i).assign(both.parameters().get(4 + i).value().detach());
    }
    int length = 4;
    Tensor x = Numbers.normal32(2, 1, STEPS, INPUTS);
    Recurrent.Result result = both.run(new Sequences(x, new int[] {length}), Context.evaluate());
    Tensor reversed = x.slice(1, 0, length).flip(1);
    Recurrent.Result expected = forwards.run(Sequences.full(reversed), Context.evaluate());
    assertThat(result.outputs().values().slice(2, UNITS, 2 * UNITS).slice(1, 0, length)
        .hasSameBits(expected.outputs().values().flip(1))).isTrue();
    assertThat(result.state().hidden().select(0, 1).hasSameBits(expected.state().hidden().select(0, 0))).isTrue();
  }

  @Test
  void noStepsGiveNoOutputsAndLeaveTheState() {
    Lstm layer = (Lstm) layer("lstm", TWICE);
    RecurrentState first = new RecurrentState(Numbers.normal32(1, 2, 4, 3, UNITS));
    Recurrent.Result result = layer.run(Sequences.full(Tensor.zeros(DType.F32, 3, 0, INPUTS)), first,
        Context.evaluate());
    assertThat(result.outputs().values().shape()).isEqualTo(Shape.of(3, 0, 2 * UNITS));
    assertThat(result.state().parts().hasSameBits(first.parts())).isTrue();
    assertThat(layer.apply(Tensor.zeros(DType.F32, 0, STEPS, INPUTS), Context.evaluate()).shape())
        .isEqualTo(Shape.of(0, STEPS, 2 * UNITS));
  }

  /// A recurrence written out, whose masks are those at the addresses of the layer.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void variationalMasksAreTheSameInEveryStep(boolean untied) {
    RecurrentOptions options = RecurrentOptions.DEFAULT.variational(0.4, 0.5);
    Gru layer = new Gru(INPUTS, UNITS, untied ? options.withMasksForEachGate() : options);
    layer.initialise(3, DType.F64);
    int[] ids = {7, 3};
    Tensor x = Numbers.normal(1, 2, STEPS, INPUTS);
    Tensor y = layer.apply(x, Context.sample(9, 4, ids));
    List<Tensor> w = layer.parameters().stream().map(p -> p.value().detach()).toList();
    Tensor h = Tensor.zeros(DType.F64, 2, UNITS);
    for (int t = 0; t < STEPS; t++) {
      Tensor[] ofInput = new Tensor[3];
      Tensor[] ofState = new Tensor[3];
      for (int gate = 0; gate < 3; gate++) {
        Tensor in = x.select(1, t).mul(mask("input", untied ? gate : 0, 0.4, ids, INPUTS));
        Tensor old = h.mul(mask("state", untied ? gate : 0, 0.5, ids, UNITS));
        ofInput[gate] = gate(in, w.get(0), w.get(2), gate);
        ofState[gate] = gate(old, w.get(1), w.get(3), gate);
      }
      Tensor reset = ofInput[0].add(ofState[0]).sigmoid();
      Tensor update = ofInput[1].add(ofState[1]).sigmoid();
      Tensor candidate = ofInput[2].add(reset.mul(ofState[2])).tanh();
      h = candidate.add(update.mul(h.sub(candidate)));
      assertThat(y.select(1, t).isClose(h, 1e-13, 1e-13)).as("step %d", t).isTrue();
    }
  }

  private static Tensor mask(String use, int gate, double p, int[] ids, int features) {
    return VariationalDropout.mask(p, Context.sample(9, 4, ids).stream().child("l0").child(use).child(gate), ids,
        DType.F64, features);
  }

  private static Tensor gate(Tensor x, Tensor weight, Tensor bias, int gate) {
    Tensor rows = weight.slice(0, gate * UNITS, (gate + 1) * UNITS);
    return x.matmul(rows.transpose()).add(bias.slice(0, gate * UNITS, (gate + 1) * UNITS));
  }

  @Test
  void theGatesShareTheirMasksUnlessTheyAreUntied() {
    Tensor x = Numbers.normal32(1, 2, STEPS, INPUTS);
    Context tied = Context.sample(1, 2, ids(2));
    Context untied = Context.sample(1, 2, ids(2));
    RecurrentOptions options = RecurrentOptions.DEFAULT.variational(0.5, 0.5);
    assertThat(layer("lstm", options).apply(x, tied)
        .hasSameBits(layer("lstm", options.withMasksForEachGate()).apply(x, untied))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn", "lstm", "gru"})
  void passesDifferAndEvaluationDropsNothing(String kind) {
    Tensor x = Numbers.normal32(1, 4, STEPS, INPUTS);
    for (RecurrentOptions options : List.of(TWICE.dropout(0.3), TWICE.variational(0.3, 0), TWICE.variational(0, 0.3))) {
      Recurrent layer = layer(kind, options);
      assertThat(layer.isStochastic()).isTrue();
      Tensor sampled = layer.apply(x, Context.sample(1, 2, ids(4)));
      assertThat(layer.apply(x, Context.sample(1, 2, ids(4))).hasSameBits(sampled)).as("the pass again").isTrue();
      assertThat(layer.apply(x, Context.sample(1, 3, ids(4))).hasSameBits(sampled)).as("another pass").isFalse();
      assertThat(layer.apply(x, Context.train(1, 2, ids(4))).hasSameBits(sampled)).as("training").isFalse();
      assertThat(layer.apply(x, Context.evaluate()).hasSameBits(layer(kind, TWICE).apply(x, Context.evaluate())))
          .as("evaluation").isTrue();
    }
    assertThat(layer(kind, RecurrentOptions.DEFAULT.dropout(0.5)).isStochastic()).as("no layer below").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn", "relu", "lstm", "gru"})
  void kernelsAndThreadsChangeNoBits(String kind) {
    List<Tensor> expected = run(new Backend(Kernels.scalar(), new WorkerPool(1)), kind);
    for (int threads : new int[] {1, 2, 7}) {
      List<Tensor> actual = run(new Backend(Kernels.best().compiled(), new WorkerPool(threads)), kind);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).hasSameBits(expected.get(i))).as("tensor %d, %d threads", i, threads).isTrue();
      }
    }
  }

  /// Outputs and gradients of a training pass.
  private static List<Tensor> run(Backend backend, String kind) {
    try (WorkerPool pool = backend.pool()) {
      return new Backend(backend.kernels(), pool).call(() -> {
        int samples = 70;
        Recurrent layer = layer(kind, DROPPING.withMasksForEachGate());
        int[] lengths = IntStream.range(0, samples).map(n -> n % (STEPS + 1)).toArray();
        Tensor x = Numbers.normal32(1, samples, STEPS, INPUTS).variable();
        Tensor y = layer.run(new Sequences(x, lengths), Context.train(1, 2, ids(samples))).outputs().values();
        List<Tensor> variables = new ArrayList<>(List.of(x));
        layer.parameters().stream().map(Parameter::value).forEach(variables::add);
        List<Tensor> result = new ArrayList<>(List.of(y));
        result.addAll(Autograd.vjp(y, Numbers.normal32(5, y.shape().toArray()), variables));
        return result;
      });
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    Lstm layer = (Lstm) layer("lstm", TWICE);
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F32, 3, 6, 4), Context.evaluate()))
        .hasMessage("lstm: input has shape [3,6,4], expected [N,T,5]");
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F32, 3, 5), Context.evaluate()))
        .hasMessage("lstm: input has shape [3,5], expected [N,T,5]");
    Sequences x = Sequences.full(Tensor.zeros(DType.F32, 3, 6, 5));
    RecurrentState small = RecurrentState.of(Tensor.zeros(DType.F32, 4, 3, 7));
    assertThatThrownBy(() -> layer.run(x, small, Context.evaluate()))
        .hasMessage("lstm: state has shape [1,4,3,7], expected [2,4,3,7]");
    assertThatThrownBy(small::cell).hasMessage("recurrent state: only an LSTM has a cell state");
    assertThatThrownBy(() -> new RecurrentState(Tensor.zeros(DType.F32, 4, 3, 7)))
        .hasMessage("recurrent state: shape [4,3,7], expected [S,L*D,N,H]");
    assertThatThrownBy(() -> new Gru(0, 3)).hasMessage("gru: 0 inputs and 3 units, expected 1 or more");
    assertThatThrownBy(() -> RecurrentOptions.DEFAULT.layers(0))
        .hasMessage("recurrent: 0 layers, expected 1 or more");
    assertThatThrownBy(() -> RecurrentOptions.DEFAULT.dropout(1))
        .hasMessage("recurrent: dropout 1.0, expected [0, 1)");
    assertThatThrownBy(() -> RecurrentOptions.DEFAULT.variational(0, -0.1))
        .hasMessage("recurrent: state dropout -0.1, expected [0, 1)");
  }
}

package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.autograd.GradientCheck;
import candor.kernel.RecurrentCell;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What recurrences promise besides the numbers of the operation table: a sequence depends on itself alone.
class RecurrenceTest {
  private static final int UNITS = 19;
  private static final int STEPS = 4;
  private static final int[] LENGTHS = {4, 0, 2, 4, 1, 3, 0};

  /// The operands of a run, and its results.
  private record Run(Tensor output, List<Tensor> gradients) {
    static Run of(RecurrenceSpec spec, Tensor x, Tensor state) {
      int width = spec.cell().gates() * UNITS;
      List<Tensor> variables = List.of(x.variable(), normal(2, width, UNITS).mul(0.3).variable(),
          normal(3, 2, width).variable(), state.variable());
      Tensor y = variables.get(0).recurrence(spec, variables.get(1), variables.get(2), variables.get(3));
      return new Run(y, Autograd.vjp(y, normal(4, y.shape().toArray()), variables));
    }
  }

  @ParameterizedTest
  @EnumSource(RecurrentCell.class)
  void whatLiesBehindTheEndOfASequenceChangesNoBit(RecurrentCell cell) {
    for (boolean reverse : new boolean[] {false, true}) {
      RecurrenceSpec spec = new RecurrenceSpec(cell, LENGTHS, reverse);
      Tensor x = input(cell, LENGTHS.length);
      Tensor state = state(cell, LENGTHS.length);
      Run clean = Run.of(spec, x, state);
      Run spoilt = Run.of(spec, Tensor.where(exists(), x, Tensor.scalar(DType.F32, Double.NaN)), state);
      assertThat(spoilt.output.hasSameBits(clean.output)).isTrue();
      for (int i = 0; i < clean.gradients.size(); i++) {
        assertThat(spoilt.gradients.get(i).hasSameBits(clean.gradients.get(i))).as("gradient %d", i).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RecurrentCell.class)
  void aSequenceAloneHasTheBitsItHasInABatch(RecurrentCell cell) {
    for (boolean reverse : new boolean[] {false, true}) {
      Tensor x = input(cell, LENGTHS.length);
      Tensor state = state(cell, LENGTHS.length);
      Tensor all = Run.of(new RecurrenceSpec(cell, LENGTHS, reverse), x, state).output;
      for (int n = 0; n < LENGTHS.length; n++) {
        int length = LENGTHS[n];
        Tensor own = x.slice(1, n, n + 1).slice(0, 0, length);
        Tensor alone =
            Run.of(new RecurrenceSpec(cell, new int[] {length}, reverse), own, state.slice(1, n, n + 1)).output;
        Tensor there = all.slice(1, n, n + 1);
        assertThat(alone.slice(0, 0, length).hasSameBits(there.slice(0, 0, length))).isTrue();
        assertThat(alone.slice(0, length, alone.shape().size(0))
            .hasSameBits(there.slice(0, STEPS, all.shape().size(0)))).isTrue();
      }
    }
  }

  @Test
  void aSequenceOfNoStepsKeepsItsStateAndHandsItsGradientOn() {
    RecurrenceSpec spec = new RecurrenceSpec(RecurrentCell.LSTM, new int[] {0, 0}, false);
    Tensor state = state(RecurrentCell.LSTM, 2);
    Run run = Run.of(spec, input(RecurrentCell.LSTM, 2), state);
    assertThat(run.output.slice(0, STEPS, STEPS + 2).hasSameBits(state)).isTrue();
    assertThat(run.output.slice(0, 0, STEPS).toFloats()).containsOnly(0);
    Tensor ofState = normal(4, STEPS + 2, 2, UNITS).slice(0, STEPS, STEPS + 2);
    assertThat(run.gradients.get(3).hasSameBits(ofState)).isTrue();
    assertThat(run.gradients.get(0).toFloats()).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource(RecurrentCell.class)
  void withoutGradientsTheOutputHasTheSameBitsAndItsTraceHasRoomForOneStep(RecurrentCell cell) {
    for (boolean reverse : new boolean[] {false, true}) {
      RecurrenceSpec spec = new RecurrenceSpec(cell, LENGTHS, reverse);
      int width = cell.gates() * UNITS;
      int samples = LENGTHS.length;
      for (int masks : new int[] {0, 1, cell.gates()}) {
        Tensor x = input(cell, samples).variable();
        Tensor weight = normal(2, width, UNITS);
        Tensor bias = normal(3, 2, width);
        Tensor state = state(cell, samples);
        Tensor mask = normal(6, masks, samples, UNITS);
        Tensor kept = x.recurrence(spec, weight, bias, state, mask);
        Tensor free = Autograd.withoutGraph(() -> x.recurrence(spec, weight, bias, state, mask));
        assertThat(free.hasSameBits(kept)).isTrue();
        NdArray trace = new Recurrences.Trace(spec, false).forward(x.array(), weight.array(), bias.array(),
            state.array(), mask.array());
        assertThat(trace.count())
            .isEqualTo(kept.count() + samples * (Math.max(1, masks) + cell.kept()) * UNITS);
      }
    }
  }

  /// The composition that differentiates the gradient must not follow one operand's history into another.
  @ParameterizedTest
  @CsvSource({"RNN_TANH", "LSTM", "GRU"})
  void operandsMayDependOnEachOther(RecurrentCell cell) {
    int width = 2 * cell.gates();
    RecurrenceSpec spec = new RecurrenceSpec(cell, new int[] {2, 3}, false);
    Tensor x = normal(1, 3, 2, width).to(DType.F64);
    Tensor bias = normal(3, 2, width).to(DType.F64);
    GradientCheck.ofOrder(2).check(w -> {
      Tensor first = w.slice(0, 0, 1).mul(2).sin().expand(cell.states(), 2, 2);
      return x.mul(w.sum()).recurrence(spec, w, bias, first);
    }, normal(2, width, 2).to(DType.F64).mul(0.5)).assertPasses();
  }

  private static Tensor input(RecurrentCell cell, int samples) {
    return normal(1, STEPS, samples, cell.gates() * UNITS);
  }

  private static Tensor state(RecurrentCell cell, int samples) {
    return normal(5, cell.states(), samples, UNITS);
  }

  private static Tensor exists() {
    double[] values = IntStream.range(0, STEPS * LENGTHS.length)
        .mapToDouble(i -> i / LENGTHS.length < LENGTHS[i % LENGTHS.length] ? 1 : 0).toArray();
    return Tensor.of(values, STEPS, LENGTHS.length, 1).to(DType.F32);
  }

  private static Tensor normal(int seed, int... sizes) {
    double[] values = new double[Shape.of(sizes).count()];
    RandomStream.of(seed).normal(0, values);
    return Tensor.of(values, sizes).to(DType.F32);
  }
}

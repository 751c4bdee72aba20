package candor.examples.dropoutvariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.Progress;
import candor.nn.data.Batch;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestCurveTest {
  private static TestCurve curve() {
    Progress silent =
        new Progress(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false);
    Batch nothing = new Batch(Tensor.zeros(DType.F32, 0, 1, 28, 28), Tensor.of(new int[0], 0), new int[0]);
    return new TestCurve("last-seed-1", new TestCurve.Plan(nothing, List.of(1, 2), 5, silent), 1);
  }

  private static Map<String, Tensor> state(double... mc) {
    Map<String, Tensor> state = new HashMap<>();
    state.put("standard", Tensor.of(new double[] {0.5, 1.5, 0.1, 0.25, 0.75, 0.05}, 6));
    state.put("mc", Tensor.of(mc, mc.length));
    state.put("seconds", Tensor.of(new double[] {12}, 1));
    return state;
  }

  @Test
  void whatWasTestedIsRemembered() {
    TestCurve first = curve();
    first.restore(state(0.4, 1, 0.2, 0.2, 0.5, 0.1));
    TestCurve second = curve();
    second.restore(first.state());
    assertThat(second.standard()).containsExactly(new TestCurve.Score(0.5, 1.5, 0.1),
        new TestCurve.Score(0.25, 0.75, 0.05));
    assertThat(second.mc()).containsExactly(new TestCurve.Score(0.4, 1, 0.2), new TestCurve.Score(0.2, 0.5, 0.1));
    assertThat(second.seconds()).isEqualTo(12);
    second.restore(state());
    assertThat(second.mc()).isEmpty();
  }

  @Test
  void aStateOfSomethingElseIsRefused() {
    TestCurve curve = curve();
    assertThatThrownBy(() -> curve.restore(state(0.4, 1, 0.2))).hasMessage(
        "test curve: state mc f64[3], seconds f64[1], standard f64[6], expected mc f64[3 E] or f64[0], seconds f64[1],"
            + " standard f64[3 E]");
    assertThatThrownBy(() -> curve.restore(Map.of())).hasMessageStartingWith("test curve: state , expected");
    Map<String, Tensor> integers = state();
    integers.put("seconds", Tensor.of(new int[] {12}, 1));
    assertThatThrownBy(() -> curve.restore(integers)).hasMessageContaining("seconds i32[1]");
    assertThat(curve.standard()).isEmpty();
  }

  @Test
  void testsBecomeRarerAndTheLastEpochIsTested() {
    assertThat(DropoutVariantsExperiment.testedEpochs(1)).containsExactly(1);
    assertThat(DropoutVariantsExperiment.testedEpochs(20)).containsExactly(1, 2, 3, 5, 8, 12, 20);
    assertThat(DropoutVariantsExperiment.testedEpochs(25)).containsExactly(1, 2, 3, 5, 8, 12, 20, 25);
  }
}

package candor.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.autograd.GradientCheck.Comparison;
import candor.autograd.GradientCheck.Result;
import candor.op.Op;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The gradient checker finds what it is there to find.
class GradientCheckTest {
  private static final Tensor X = Tensor.of(new double[] {0.4, -1.1, 2.3}, 3);
  private static final Tensor Y = Tensor.of(new double[] {1.7, 0.2, -0.6}, 3);

  /// `x²` with a wrong gradient `3 g x`.
  record WrongFactor() implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return Tensor.of(x).square().array();
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0)).mul(3);
    }
  }

  /// `x²` with a right gradient `2 g x` that hides its dependence on `x`.
  record Detached() implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return Tensor.of(x).square().array();
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).detach()).mul(2);
    }
  }

  @Test
  void rightDerivativesPass() {
    Result result = GradientCheck.ofOrder(2).check(x -> x.exp().mul(x.sin()), X);
    result.assertPasses();
    assertThat(result.passes()).isTrue();
    assertThat(result.worst(1)).isLessThan(1e-9);
    assertThat(result.worst(2)).isLessThan(1e-9);
    assertThat(result.comparisons()).hasSize(4).extracting(Comparison::order).containsExactly(1, 2, 1, 2);
  }

  @Test
  void aWrongGradientIsFound() {
    Result result = GradientCheck.ofOrder(1).check(x -> Node.apply(new WrongFactor(), x), X);
    assertThat(result.passes()).isFalse();
    Comparison first = result.comparisons().getFirst();
    assertThat(first.got()).isEqualTo(1.5 * first.expected(), within(1e-9));
    assertThatThrownBy(result::assertPasses).isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("gradient check: not within 1.0E-7\n")
        .hasMessageContaining("order 1, input 0 of shape [3], direction 0: expected " + first.expected() + ", got "
            + first.got() + ", error ");
  }

  @Test
  void aWrongSecondDerivativeIsFoundThoughTheFirstIsRight() {
    Result result = GradientCheck.ofOrder(2).check(x -> Node.apply(new Detached(), x), X);
    assertThat(result.worst(1)).isLessThan(1e-9);
    assertThat(result.worst(2)).isGreaterThan(0.1);
    assertThatThrownBy(result::assertPasses).hasMessageContaining("order 2, input 0").message()
        .doesNotContain("order 1");
    GradientCheck.ofOrder(1).check(x -> Node.apply(new Detached(), x), X).assertPasses();
  }

  @Test
  void theInputIsNamed() {
    assertThatThrownBy(() -> GradientCheck.ofOrder(1)
        .check(xs -> xs.get(0).mul(Node.apply(new WrongFactor(), xs.get(1))), List.of(X, Y)).assertPasses())
        .hasMessageContaining("input 1").message().doesNotContain("input 0");
  }

  @Test
  void aWrongMixedSecondDerivativeIsFound() {
    Result result =
        GradientCheck.ofOrder(2).check(xs -> xs.get(0).mul(Node.apply(new Detached(), xs.get(1))), List.of(X, Y));
    assertThat(result.worst(1)).isLessThan(1e-9);
    assertThat(result.worst(2)).isGreaterThan(0.1);
  }

  @Test
  void aNaNNeverPasses() {
    Result result = GradientCheck.ofOrder(1).check(Tensor::log, X);
    assertThat(result.passes()).isFalse();
    assertThat(result.worst(1)).isNaN();
  }

  @Test
  void manyInputsAndAnyOutputShape() {
    GradientCheck.ofOrder(2).check(xs -> xs.get(0).reshape(3, 1).matmul(xs.get(1).reshape(1, 3)).add(xs.get(2)).tanh(),
        List.of(X, Y, Tensor.scalar(DType.F64, 0.3))).assertPasses();
  }

  @Test
  void aFunctionThatIgnoresItsInputPasses() {
    GradientCheck.ofOrder(2).check(x -> Y.square(), X).assertPasses();
  }

  @Test
  void anotherSeedTakesOtherDirections() {
    GradientCheck check = GradientCheck.ofOrder(1);
    GradientCheck other = new GradientCheck(1, check.directions(), check.step(), check.tolerance(), 99);
    assertThat(other.check(Tensor::exp, X).comparisons()).isNotEqualTo(check.check(Tensor::exp, X).comparisons());
    assertThat(check.check(Tensor::exp, X)).isEqualTo(check.check(Tensor::exp, X));
  }

  @Test
  void stepAndToleranceCanBeChosen() {
    assertThat(GradientCheck.ofOrder(1).check(x -> x.sub(0.4005).relu(), X).passes()).isFalse();
    GradientCheck.ofOrder(1).step(1e-5).check(x -> x.sub(0.4005).relu(), X).assertPasses();
    assertThat(GradientCheck.ofOrder(1).tolerance(1e-20).check(Tensor::exp, X).passes()).isFalse();
  }

  @Test
  void onlyF64IsSharpEnough() {
    assertThatThrownBy(() -> GradientCheck.ofOrder(1).check(Tensor::exp, X.to(DType.F32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradient check: input 0 is f32[3], expected f64");
    assertThatThrownBy(() -> GradientCheck.ofOrder(1).check(x -> x.to(DType.F32), X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradient check: the output is f32[3], expected f64");
  }

  @Test
  void theNumbersAreChecked() {
    assertThatThrownBy(() -> GradientCheck.ofOrder(3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("order 3");
    assertThatThrownBy(() -> GradientCheck.ofOrder(1).step(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step 0.0");
    assertThatThrownBy(() -> GradientCheck.ofOrder(1).tolerance(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

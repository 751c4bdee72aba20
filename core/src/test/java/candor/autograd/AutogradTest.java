package candor.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.CacheLine;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The derivative engine: what is tracked, how gradients accumulate, and what goes wrong with a clear message.
class AutogradTest {
  private static Tensor of(double... values) {
    return Tensor.of(values, values.length);
  }

  @Test
  void gradientOfASumOfSquares() {
    Tensor x = of(1, -2, 3).variable();
    assertThat(Autograd.grad(x.square().sum(), x).toDoubles()).containsExactly(2, -4, 6);
  }

  @Test
  void aVariableThatTheOutputDoesNotDependOnHasAGradientOfZeros() {
    Tensor x = of(1, 2).variable();
    Tensor other = Tensor.of(new float[] {1, 2, 3}, 3, 1).variable();
    List<Tensor> gradients = Autograd.grad(x.sum(), List.of(x, other));
    assertThat(gradients.get(1).toFloats()).containsOnly(0);
    assertThat(gradients.get(1).shape()).isEqualTo(other.shape());
    assertThat(Autograd.grad(Tensor.scalar(DType.F64, 3), x).toDoubles()).containsExactly(0, 0);
  }

  @Test
  void anOutputDependsOnWhatItWasComputedFrom() {
    Tensor x = of(1, 2).variable();
    Tensor other = of(1, 2).variable();
    Tensor y = x.mul(3).sum();
    assertThat(Autograd.dependsOn(y, List.of(other, x))).isTrue();
    assertThat(Autograd.dependsOn(y, List.of(other))).isFalse();
    assertThat(Autograd.dependsOn(y, List.of())).isFalse();
    assertThat(Autograd.dependsOn(y.detach(), List.of(x))).isFalse();
    assertThat(Autograd.dependsOn(x, List.of(x))).isTrue();
  }

  @Test
  void withoutGraphTheResultIsAConstantOfTheSameBits() {
    Tensor x = of(1, -2, 3).variable();
    Tensor y = Autograd.withoutGraph(() -> Autograd.withoutGraph(x::square).sin());
    assertThat(y.node()).isNull();
    assertThat(y.hasSameBits(x.square().sin())).isTrue();
  }

  @Test
  void afterwardsAndInOtherThreadsThereIsAGraphAgain() {
    Tensor x = of(1, -2, 3).variable();
    Tensor elsewhere = Autograd.withoutGraph(() -> CompletableFuture.supplyAsync(x::square).join());
    assertThat(elsewhere.node()).isNotNull();
    assertThatThrownBy(() -> Autograd.withoutGraph(() -> x.add(of(1, 2)))).isInstanceOf(IllegalArgumentException.class);
    assertThat(Autograd.grad(x.square().sum(), x).toDoubles()).containsExactly(2, -4, 6);
  }

  @Test
  void withoutGraphAGradientIsRefusedInsteadOfZero() {
    Tensor x = of(1, -2, 3).variable();
    Tensor y = x.square().sum();
    String message = "grad: asked for inside withoutGraph, where no operation is recorded";
    assertThatThrownBy(() -> Autograd.withoutGraph(() -> Autograd.grad(x.square().sum(), x)))
        .isInstanceOf(IllegalStateException.class).hasMessage(message);
    assertThatThrownBy(() -> Autograd.withoutGraph(() -> Autograd.hessian(y, x))).hasMessage(message);
  }

  @Test
  void anUntrackedTensorHasNoGradient() {
    Tensor x = of(1, 2);
    assertThatThrownBy(() -> Autograd.grad(x.sum(), x)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grad: the tensor of shape [2] is not tracked; make it with variable() before computing with it");
  }

  @Test
  void theGradientOfManyNumbersNeedsAVector() {
    Tensor x = of(1, 2).variable();
    assertThatThrownBy(() -> Autograd.grad(x.square(), x)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grad: the output has shape [2], expected one element; use vjp for more");
  }

  @Test
  void vectorsMustFit() {
    Tensor x = of(1, 2).variable();
    Tensor y = x.square();
    assertThatThrownBy(() -> Autograd.vjp(y, of(1, 2, 3), List.of(x)))
        .hasMessage("vjp: vector is f64[3], expected f64[2]");
    assertThatThrownBy(() -> Autograd.vjp(y, Tensor.ones(DType.F32, 2), List.of(x)))
        .hasMessage("vjp: vector is f32[2], expected f64[2]");
    assertThatThrownBy(() -> Autograd.jvp(y, List.of(x), List.of(of(1))))
        .hasMessage("jvp: vector 0 is f64[1], expected f64[2]");
    assertThatThrownBy(() -> Autograd.jvp(y, List.of(x), List.of())).hasMessage("jvp: 0 vectors for 1 variables");
    assertThatThrownBy(() -> Autograd.hvp(y.sum(), List.of(x)).apply(List.of(of(1))))
        .hasMessage("hvp: vector 0 is f64[1], expected f64[2]");
    assertThatThrownBy(() -> Autograd.hvp(y, List.of(x))).hasMessageContaining("expected one element");
  }

  @Test
  void indicesCannotBeVariables() {
    assertThatThrownBy(() -> Tensor.of(new int[] {1}, 1).variable()).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("variable: i32[1] has no gradient, expected f32 or f64");
  }

  @Test
  void aTensorThatIsUsedTwiceAccumulates() {
    Tensor x = of(3, 5).variable();
    Tensor y = x.mul(x).add(x).sub(x.mul(2)).add(x.sum());
    assertThat(Autograd.grad(y.sum(), x).toDoubles()).containsExactly(2 * 3 + 1 - 2 + 2, 2 * 5 + 1 - 2 + 2);
  }

  @Test
  void aDiamondVisitsEveryNodeOnce() {
    Tensor x = of(2).variable();
    Tensor y = x;
    for (int i = 0; i < 200; i++) {
      y = y.mul(0.5).add(y.mul(0.5));
    }
    assertThat(Autograd.grad(y, x).item()).isEqualTo(1);
  }

  @Test
  void aLongChainDoesNotOverflowTheStack() {
    Tensor x = Tensor.scalar(DType.F64, 1).variable();
    Tensor y = x;
    for (int i = 0; i < 50_000; i++) {
      y = y.mul(-1).add(x);
    }
    Tensor gradient = Autograd.grad(y.mul(y), x, GradientOption.CREATE_GRAPH);
    assertThat(gradient.item()).isEqualTo(2);
    assertThat(Autograd.grad(gradient, x).item()).isEqualTo(2);
    assertThat(Graph.nodes(List.of(y))).hasSizeGreaterThan(100_000);
  }

  @Test
  void thirdAndFourthDerivatives() {
    Tensor x = of(-1.5, 0, 2).variable();
    Tensor derivative = x.pow(4).sum();
    double[][] expected = {{-13.5, 0, 32}, {27, 0, 48}, {-36, 0, 48}, {24, 24, 24}, {0, 0, 0}};
    for (double[] row : expected) {
      derivative = Autograd.grad(derivative.sum(), x, GradientOption.CREATE_GRAPH);
      assertThat(derivative.add(0).toDoubles()).containsExactly(row);
    }
  }

  @Test
  void aGraphCanBeUsedAgain() {
    Tensor x = of(0.3, 0.7).variable();
    Tensor y = x.sin().mul(x.exp()).sum();
    Tensor first = Autograd.grad(y, x);
    assertThat(Autograd.grad(y, x, GradientOption.CREATE_GRAPH).hasSameBits(first)).isTrue();
    assertThat(Autograd.grad(y, x).hasSameBits(first)).isTrue();
    assertThat(Autograd.grad(y.mul(2), x).hasSameBits(first.mul(2))).isTrue();
  }

  @Test
  void severalThreadsMayWalkOneGraph() throws InterruptedException, ExecutionException {
    Tensor x = Tensor.range(DType.F64, 1000).mul(0.01).variable();
    Tensor y = x.sin().mul(x.exp()).sum();
    Tensor expected = Autograd.grad(y, x);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Tensor>> results =
          IntStream.range(0, 16).mapToObj(i -> threads.submit(() -> Autograd.grad(y, x))).toList();
      for (Future<Tensor> result : results) {
        assertThat(result.get().hasSameBits(expected)).isTrue();
      }
    }
  }

  @Test
  void idsIncreaseFromInputsToResults() {
    Tensor x = of(1, 2).variable();
    Tensor y = x.exp().mul(x).sum();
    Tensor gradient = Autograd.grad(y, x, GradientOption.CREATE_GRAPH);
    for (Node node : Graph.nodes(List.of(y, gradient))) {
      for (Node parent : node.parents) {
        assertThat(parent == null || parent.id < node.id).isTrue();
      }
    }
  }

  @Test
  void aResultOfConstantsRemembersNothing() {
    assertThat(of(1, 2).mul(of(3, 4)).exp().node()).isNull();
  }

  @Test
  void aDetachedTensorIsAConstant() {
    Tensor x = of(2).variable();
    Tensor y = x.square();
    assertThat(y.detach().node()).isNull();
    assertThat(y.detach().hasSameBits(y)).isTrue();
    assertThat(Autograd.grad(x.mul(y.detach()), x).item()).isEqualTo(4);
  }

  @Test
  void aVariableMadeOfAResultStartsANewHistory() {
    Tensor x = of(2).variable();
    Tensor y = x.square().variable();
    assertThat(Autograd.grad(y.mul(3), List.of(x, y)).stream().map(Tensor::item)).containsExactly(0.0, 3.0);
  }

  @Test
  void gradientsCanBeTakenForIntermediateResultsAndForTheOutputItself() {
    Tensor x = of(2, 3).variable();
    Tensor y = x.square();
    Tensor z = y.mul(y).sum();
    List<Tensor> gradients = Autograd.grad(z, List.of(y, z, x, y));
    assertThat(gradients.get(0).toDoubles()).containsExactly(8, 18);
    assertThat(gradients.get(1).item()).isEqualTo(1);
    assertThat(gradients.get(2).toDoubles()).containsExactly(32, 108);
    assertThat(gradients.get(3).toDoubles()).containsExactly(8, 18);
  }

  @Test
  void aGradientIsTrackedOnlyWithAGraph() {
    Tensor x = of(2).variable();
    Tensor y = x.pow(3).sum();
    assertThat(Autograd.grad(y, x).node()).isNull();
    assertThat(Autograd.grad(y, x, GradientOption.CREATE_GRAPH).node()).isNotNull();
  }

  @Test
  void aTrackedVectorIsFollowedOnlyWithAGraph() {
    Tensor x = of(2).variable();
    Tensor v = of(5).variable();
    Tensor y = x.square();
    assertThat(Autograd.vjp(y, v, List.of(x)).getFirst().node()).isNull();
    Tensor product = Autograd.vjp(y, v, List.of(x), GradientOption.CREATE_GRAPH).getFirst();
    assertThat(Autograd.grad(product, List.of(x, v)).stream().map(Tensor::item)).containsExactly(10.0, 4.0);
  }

  @Test
  void operationsKeepOnlyWhatTheirDerivativeNeeds() {
    Tensor x = of(1, 2).variable();
    assertThat(x.add(x).node().inputs).containsOnlyNulls();
    assertThat(x.exp().node().inputs).containsOnlyNulls();
    assertThat(x.exp().node().output).isNotNull();
    assertThat(x.square().node().inputs).containsExactly(x);
    assertThat(x.square().node().output).isNull();
  }

  @Test
  void overwritingAKeptInputMakesTheGradientFail() {
    Tensor x = of(1, 2).variable();
    Tensor y = x.square().sum();
    NdArray updated = x.array().overwrite();
    updated.f64()[updated.offset()] = 7;
    assertThatThrownBy(() -> Autograd.grad(y, x)).isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "tensor: shape [2] was overwritten in place (by an optimiser step?) after it was read;");
    assertThatThrownBy(x::toDoubles).isInstanceOf(IllegalStateException.class);
    assertThat(Autograd.grad(Tensor.of(updated).variable().sum(), Tensor.of(updated).variable()).toDoubles())
        .containsExactly(0, 0);
  }

  @Test
  void overwritingAlsoReachesViews() {
    Tensor x = of(1, 2, 3, 4).variable();
    Tensor view = x.reshape(2, 2).transpose().slice(0, 1, 2);
    x.array().overwrite();
    assertThatThrownBy(view::toDoubles).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("overwritten in place");
  }

  @Test
  void aGradientThatNeedsNoOldNumbersSurvivesAnOverwrite() {
    Tensor x = of(1, 2).variable();
    Tensor y = x.mul(3).sum();
    x.array().overwrite();
    assertThat(Autograd.grad(y, x).toDoubles()).containsExactly(3, 3);
  }

  @Test
  void castsPassGradientsInTheTypeOfTheVariable() {
    Tensor x = Tensor.of(new float[] {1, 2}, 2).variable();
    Tensor gradient = Autograd.grad(x.to(DType.F64).square().sum(), x);
    assertThat(gradient.toFloats()).containsExactly(2, 4);
    assertThat(x.to(DType.I32).node()).isNull();
  }

  @Test
  void theVectorOfAHessianVectorProductIsAConstant() {
    Tensor w = of(1, 2, 3).variable();
    Tensor y = w.pow(3).sum();
    assertThat(Autograd.hvp(y, List.of(w)).apply(List.of(w)).getFirst().toDoubles()).containsExactly(6, 24, 54);
  }

  @Test
  void aSliceKeepsItsPlaceWhenTheCallersArrayChanges() {
    Tensor x = of(1, 2, 3).variable();
    int[] start = {1};
    Tensor y = x.slice(start, new int[] {1}, Shape.of(1)).sum();
    start[0] = 0;
    assertThat(Autograd.grad(y, x).toDoubles()).containsExactly(0, 1, 0);
  }

  @Test
  void productsOfSeveralOutputsAddUp() {
    Tensor w = of(1, 2, 3).variable();
    Tensor square = w.square();
    Tensor sum = w.sum();
    // 2w v + u, with an output that is a constant, and one that comes twice.
    assertThat(Autograd
        .vjp(List.of(square, sum, of(5), sum), List.of(of(1, 10, 100), of(0.5).reshape(), of(7), of(1).reshape()),
            List.of(w))
        .getFirst().toDoubles()).containsExactly(2 + 1.5, 40 + 1.5, 600 + 1.5);
    assertThatThrownBy(() -> Autograd.vjp(List.of(square, sum), List.of(of(1, 1, 1)), List.of(w)))
        .hasMessage("vjp: 1 vectors for 2 variables");
  }

  @Test
  void aGraphHoldsTheArraysItsRulesNeedOnce() {
    Tensor w = of(1, 2, 3).variable();
    Tensor constant = of(1, 1, 1);
    // The product keeps the constant, exp its output; the variable lives anyway.
    Tensor y = w.mul(constant).exp();
    long three = 8 * (CacheLine.DOUBLE_FRONT + 3);
    assertThat(Autograd.graphBytes(List.of(y))).isEqualTo(2 * three);
    assertThat(Autograd.graphBytes(List.of(y, y, y.add(y)))).isEqualTo(3 * three);
    assertThat(Autograd.graphBytes(List.of(w))).isZero();
  }
}

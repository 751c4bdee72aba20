package candor.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Products with Jacobians and Hessians: known cases, and identities that hold for random expressions.
class DerivativesTest {
  private static Tensor normal(long seed, int... sizes) {
    double[] values = new double[Shape.of(sizes).count()];
    RandomStream.of(seed).normal(0, values);
    return Tensor.of(values, sizes);
  }

  /// A random smooth expression of a 3 × 3 matrix and a vector of 3 numbers: each step combines results of earlier
  /// steps.
  private static Tensor expression(List<Integer> steps, List<Tensor> xs) {
    List<Tensor> pool = new ArrayList<>(List.of(xs.get(0), xs.get(0).add(xs.get(1)), xs.get(1).mul(0.5).expand(3, 3)));
    for (int step : steps) {
      Tensor a = pool.get(step / 16 % pool.size());
      Tensor b = pool.get(step / 256 % pool.size());
      pool.add(switch (step % 16) {
        case 0 -> a.sin();
        case 1 -> a.tanh();
        case 2 -> a.mul(b).mul(0.3);
        case 3 -> a.sub(b);
        case 4 -> a.matmul(b).mul(0.2);
        case 5 -> a.transpose();
        case 6 -> a.sigmoid().mul(b);
        case 7 -> a.softmax(1);
        case 8 -> a.sumKeep(0).mul(b).mul(0.1);
        case 9 -> a.softplus().sqrt();
        case 10 -> a.div(b.square().add(1));
        case 11 -> a.logsumexpKeep(1).add(b);
        case 12 -> Tensor.concat(0, List.of(a.slice(0, 1, 3), b.slice(0, 0, 1)));
        case 13 -> a.square().mul(0.2).add(b);
        case 14 -> a.flip(0).gelu();
        default -> a.reshape(9).cumsum(0).mul(0.1).reshape(3, 3);
      });
    }
    return pool.getLast().add(pool.get(pool.size() - 2));
  }

  private static List<Tensor> inputs(long seed) {
    return List.of(normal(seed, 3, 3).variable(), normal(seed + 1, 3).variable());
  }

  private static double inner(List<Tensor> a, List<Tensor> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.get(i).mul(b.get(i)).sum().item();
    }
    return sum;
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, Offset.offset(1e-9 * (1 + Math.abs(expected))));
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.isClose(expected, 1e-10, 1e-10)).as("%s%nexpected%n%s", actual, expected).isTrue();
  }

  @Property(tries = 150)
  void randomExpressionsAgreeWithDifferencesToSecondOrder(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 4095) Integer> steps,
      @ForAll @IntRange(max = 1000) int seed) {
    List<Tensor> xs = List.of(normal(seed, 3, 3), normal(seed + 1, 3));
    GradientCheck.ofOrder(2).step(3e-4).tolerance(1e-6).check(at -> expression(steps, at), xs).assertPasses();
  }

  @Property(tries = 150)
  void productsFromBothSidesAreDual(@ForAll @Size(min = 1, max = 8) List<@IntRange(max = 4095) Integer> steps,
      @ForAll @IntRange(max = 1000) int seed) {
    List<Tensor> xs = inputs(seed);
    Tensor y = expression(steps, xs);
    Tensor v = normal(seed + 2, 3, 3);
    List<Tensor> us = List.of(normal(seed + 3, 3, 3), normal(seed + 4, 3));
    double left = inner(List.of(Autograd.jvp(y, xs, us)), List.of(v));
    assertClose(left, inner(Autograd.vjp(y, v, xs), us));
  }

  @Property(tries = 100)
  void hessiansAreSymmetric(@ForAll @Size(min = 1, max = 8) List<@IntRange(max = 4095) Integer> steps,
      @ForAll @IntRange(max = 1000) int seed) {
    List<Tensor> xs = inputs(seed);
    UnaryOperator<List<Tensor>> product = Autograd.hvp(expression(steps, xs).mul(normal(seed + 9, 3, 3)).sum(), xs);
    List<Tensor> u = List.of(normal(seed + 2, 3, 3), normal(seed + 3, 3));
    List<Tensor> v = List.of(normal(seed + 4, 3, 3), normal(seed + 5, 3));
    assertClose(inner(product.apply(u), v), inner(product.apply(v), u));
  }

  @Property(tries = 30)
  void productsAreThoseOfTheExplicitMatrices(@ForAll @Size(min = 1, max = 6) List<@IntRange(max = 4095) Integer> steps,
      @ForAll @IntRange(max = 1000) int seed) {
    Tensor x = normal(seed, 3, 3).variable();
    Tensor y = expression(steps, List.of(x, normal(seed + 1, 3)));
    Tensor jacobian = Autograd.jacobian(y, x).reshape(9, 9);
    Tensor v = normal(seed + 2, 3, 3);
    assertClose(Autograd.jvp(y, List.of(x), List.of(v)), jacobian.matmul(v.reshape(9)).reshape(3, 3));
    assertClose(Autograd.vjp(y, v, List.of(x)).getFirst(), v.reshape(9).matmul(jacobian).reshape(3, 3));
    Tensor loss = y.square().sum();
    Tensor hessian = Autograd.hessian(loss, x).reshape(9, 9);
    assertClose(Autograd.hvp(loss, List.of(x)).apply(List.of(v)).getFirst(),
        hessian.matmul(v.reshape(9)).reshape(3, 3));
    assertClose(hessian, hessian.transpose());
  }

  @Property(tries = 30)
  void theGaussNewtonProductIsMadeOfJacobianAndHessian(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 4095) Integer> steps,
      @ForAll @IntRange(max = 1000) int seed) {
    Tensor x = normal(seed, 3, 3).variable();
    Tensor outputs = expression(steps, List.of(x, normal(seed + 1, 3))).add(x.mul(0.1));
    Tensor loss = outputs.crossEntropy(Tensor.of(new int[] {0, 2, 1}, 3)).mean();
    Tensor j = Autograd.jacobian(outputs, x).reshape(9, 9);
    Tensor h = Autograd.hessian(loss, outputs).reshape(9, 9);
    Tensor v = normal(seed + 2, 3, 3);
    Tensor expected = j.transpose().matmul(h).matmul(j).matmul(v.reshape(9)).reshape(3, 3);
    Tensor product = Autograd.gaussNewton(loss, outputs, List.of(x)).apply(List.of(v)).getFirst();
    assertClose(product, expected);
    assertThat(product.mul(v).sum().item()).isGreaterThanOrEqualTo(-1e-9);
  }

  @Test
  void theJacobianOfAnElementwiseFunctionIsDiagonal() {
    Tensor x = normal(1, 4).variable();
    Tensor jacobian = Autograd.jacobian(x.sin(), x);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(jacobian.at(i, j)).isEqualTo(i == j ? StrictMath.cos(x.at(i)) : 0);
      }
    }
  }

  @Test
  void theJacobianOfALinearMapIsItsMatrix() {
    Tensor a = normal(1, 2, 5);
    Tensor x = normal(2, 5).variable();
    assertThat(Autograd.jacobian(a.matmul(x), x).hasSameBits(a)).isTrue();
  }

  @Test
  void shapesOfJacobianAndHessianAreThoseOfOutputAndInputJoined() {
    Tensor x = normal(1, 2, 3).variable();
    assertThat(Autograd.jacobian(x.sum(0), x).shape()).isEqualTo(Shape.of(3, 2, 3));
    assertThat(Autograd.jacobian(x.sum(), x).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(Autograd.jacobian(x.slice(0, 0, 0), x).shape()).isEqualTo(Shape.of(0, 3, 2, 3));
    assertThat(Autograd.hessian(x.square().sum(), x).shape()).isEqualTo(Shape.of(2, 3, 2, 3));
    Tensor scalar = Tensor.scalar(DType.F64, 3).variable();
    assertThat(Autograd.hessian(scalar.pow(3), scalar).shape()).isEqualTo(Shape.SCALAR);
    assertThat(Autograd.hessian(scalar.pow(3), scalar).item()).isEqualTo(18);
  }

  @Test
  void theHessianOfAQuadraticFormIsTwiceItsSymmetricPart() {
    Tensor a = normal(1, 4, 4);
    Tensor x = normal(2, 4).variable();
    assertClose(Autograd.hessian(x.matmul(a).matmul(x), x), a.add(a.transpose()));
  }

  @Test
  void theHessianOfALinearFunctionIsZero() {
    Tensor x = normal(1, 3).variable();
    assertThat(Autograd.hessian(x.mul(2).sum(), x).toDoubles()).containsOnly(0);
    assertThat(Autograd.hvp(x.sum(), List.of(x)).apply(List.of(normal(2, 3))).getFirst().toDoubles()).containsOnly(0);
  }

  @Test
  void jacobiansCanBeDifferentiatedAgain() {
    Tensor x = normal(1, 3).variable();
    Tensor jacobian = Autograd.jacobian(x.pow(3), x, GradientOption.CREATE_GRAPH);
    assertClose(Autograd.grad(jacobian.sum(), x), x.mul(6));
    Tensor hessian = Autograd.hessian(x.pow(4).sum(), x, GradientOption.CREATE_GRAPH);
    assertClose(Autograd.grad(hessian.sum(), x), x.mul(24));
  }

  @Test
  void aJacobianVectorProductCanBeDifferentiatedAgain() {
    Tensor x = normal(1, 3).variable();
    Tensor v = normal(2, 3);
    Tensor product = Autograd.jvp(x.pow(3), List.of(x), List.of(v), GradientOption.CREATE_GRAPH);
    assertClose(Autograd.grad(product.sum(), x), x.mul(6).mul(v));
  }

  @Test
  void mixedSecondDerivativesOfAProduct() {
    Tensor a = normal(1, 3).variable();
    Tensor b = normal(2, 3).variable();
    List<Tensor> product = Autograd.hvp(a.mul(b).sum(), List.of(a, b)).apply(List.of(a.detach(), b.detach()));
    assertThat(product.get(0).hasSameBits(b.detach())).isTrue();
    assertThat(product.get(1).hasSameBits(a.detach())).isTrue();
  }
}

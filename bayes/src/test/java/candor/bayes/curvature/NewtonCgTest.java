package candor.bayes.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.linalg.DirectSolver;
import candor.linalg.LinearOperator;
import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Lbfgs;
import candor.tensor.DType;
import org.junit.jupiter.api.Test;

class NewtonCgTest {

  @Test
  void logisticRegressionComesToTheMinimumOfLbfgs() {
    Sequential model = Sequential.of(new Linear(3, 4));
    model.initialise(1, DType.F64);
    EmpiricalRisk risk =
        EmpiricalRisk.of(model, Loss.crossEntropy(), Networks.classes(60, DType.F64)).weightDecay(0.01);
    NewtonCg.Result result = NewtonCg.tolerance(1e-13).minimise(risk);
    double[] newton = risk.flat().read();
    assertThat(result.gradientNorm()).isLessThanOrEqualTo(1e-13);
    assertThat(result.iterations()).isLessThan(12);

    model.initialise(1, DType.F64);
    Lbfgs lbfgs = new Lbfgs(model.parameters(), Lbfgs.Settings.tolerance(1e-10));
    Lbfgs.Result plainly = lbfgs.minimise(risk.objective());
    assertThat(Networks.error(newton, risk.flat().read())).isLessThan(1e-7);

    // L-BFGS that begins with the inverse Hessian takes few steps.
    risk.flat().write(newton);
    LinearOperator inverse = DirectSolver.of(Curvature.hessian(risk), 0).inverse();
    model.initialise(1, DType.F64);
    assertThat(lbfgs.preconditioner(inverse).minimise(risk.objective()).evaluations())
        .isLessThan(plainly.evaluations() / 2);
    assertThat(Networks.error(newton, risk.flat().read())).isLessThan(1e-7);

    // From the minimum nothing is left to do; with an inverse Hessian from there a new beginning takes few products.
    int plain = result.products();
    NewtonCg preconditioned = NewtonCg.tolerance(1e-12).preconditioner(inverse);
    risk.flat().write(newton);
    assertThat(NewtonCg.tolerance(1e-12).minimise(risk).iterations()).isZero();
    model.initialise(1, DType.F64);
    assertThat(preconditioned.minimise(risk).products()).isLessThan(plain / 2);
  }

  @Test
  void aQuadraticTakesFewSteps() {
    Sequential model = Sequential.of(new Linear(3, 1));
    model.initialise(1, DType.F64);
    EmpiricalRisk risk = EmpiricalRisk
        .of(model, Loss.mse(), new TensorDataset(Networks.normal(1, 30, 3), Networks.normal(2, 30, 1)))
        .weightDecay(0.1);
    NewtonCg.Result result = NewtonCg.tolerance(1e-12).minimise(risk);
    assertThat(result.iterations()).isLessThanOrEqualTo(7);
    assertThat(result.value()).isCloseTo(risk.evaluate().value(), within(1e-15));
    assertThat(result.converged()).isTrue();
  }

  /// In F32 the risk has digits for half of the gradient's; steps go on until the gradient has none left either.
  @Test
  void roundingEndsItNearTheMinimum() {
    Sequential model = Sequential.of(new Linear(3, 4));
    model.initialise(1, DType.F32);
    EmpiricalRisk risk =
        EmpiricalRisk.of(model, Loss.crossEntropy(), Networks.classes(60, DType.F32)).weightDecay(0.01);
    assertThat(NewtonCg.tolerance(1e-6).minimise(risk).iterations()).isLessThan(12);
    NewtonCg.Result result = NewtonCg.tolerance(1e-15).attempt(risk);
    assertThat(result.reason()).isEqualTo(NewtonCg.Reason.ROUNDING);
    assertThat(result.gradientNorm()).isLessThan(1e-6);
    assertThat(result.iterations()).isLessThan(40);
    assertThatThrownBy(() -> NewtonCg.tolerance(1e-15).minimise(risk)).isInstanceOf(UnfinishedException.class)
        .hasMessageMatching(
            "newton: not converged after \\d+ iterations, since rounding hides what further steps lower; the"
                + " gradient has norm .*, expected 1.0E-15 or less");
  }

  @Test
  void whatIsNotConvexIsRefused() {
    EmpiricalRisk risk = CurvatureTest.smooth(DType.F64, 20);
    assertThatThrownBy(() -> NewtonCg.tolerance(1e-9).minimise(risk)).isInstanceOf(UnfinishedException.class)
        .hasMessageMatching("newton: not converged after \\d+ iterations, since the risk is not convex: a direction of"
            + " negative curvature was met; the gradient has norm .*, expected 1.0E-9 or less");
    Sequential linear = Sequential.of(new Linear(3, 4));
    linear.initialise(1, DType.F64);
    EmpiricalRisk convex =
        EmpiricalRisk.of(linear, Loss.crossEntropy(), Networks.classes(20, DType.F64)).weightDecay(0.1);
    assertThat(NewtonCg.tolerance(1e-12).iterations(1).attempt(convex).reason())
        .isEqualTo(NewtonCg.Reason.ITERATIONS);
    assertThatThrownBy(() -> NewtonCg.tolerance(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("newton: tolerance 0.0, expected a positive finite number");
    assertThatThrownBy(() -> NewtonCg.tolerance(1).iterations(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("newton: 0 iterations, expected 1 or more");
  }
}

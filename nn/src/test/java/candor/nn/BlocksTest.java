package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Identity;
import candor.nn.layer.Linear;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Residual and parallel blocks.
class BlocksTest {
  private static final Tensor X = Tensor.of(new float[] {-1, 2, 3}, 1, 3);

  @Test
  void aResidualAddsItsInputOrItsShortcut() {
    assertThat(run(new Residual(Activation.relu())).toFloats()).containsExactly(-1, 4, 6);
    assertThat(run(new Residual(Activation.relu(), Activation.of("neg", Tensor::neg))).toFloats()).containsExactly(1, 0,
        0);
  }

  @Test
  void branchesAreJoinedOrAddedInTheirOrder() {
    assertThat(run(Parallel.concat(1, Activation.relu(), new Identity())).toFloats()).containsExactly(0, 2, 3, -1, 2,
        3);
    assertThat(run(Parallel.concat(0, new Identity(), Activation.relu())).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(run(Parallel.sum(new Identity(), Activation.relu(), new Identity())).toFloats()).containsExactly(-2, 6,
        9);
    assertThat(run(Parallel.sum(new Identity()))).isSameAs(X);
  }

  @Test
  void partsHaveNames() {
    Residual plain = new Residual(new Linear(3, 3));
    assertThat(plain.namedParameters().keySet()).containsExactly("body.weight", "body.bias");
    Residual projected = new Residual(Sequential.of(new Linear(3, 2)), new Linear(3, 2));
    assertThat(projected.namedParameters().keySet()).containsExactly("body.0.weight", "body.0.bias", "shortcut.weight",
        "shortcut.bias");
    assertThat(Parallel.sum(new Linear(3, 2), new Linear(3, 2)).namedParameters().keySet()).containsExactly("0.weight",
        "0.bias", "1.weight", "1.bias");
  }

  @Test
  void branchesDrawNumbersOfTheirOwn() {
    Parallel model = Parallel.concat(0, new Dropout(0.5), new Dropout(0.5));
    Tensor x = Tensor.of(new float[64], 1, 64).add(1);
    Tensor y = model.apply(x, Context.sample(1, 0, 0));
    assertThat(y.slice(0, 0, 1).hasSameBits(y.slice(0, 1, 2))).isFalse();
    assertThat(model.apply(x, Context.sample(1, 0, 0)).hasSameBits(y)).isTrue();
  }

  @Test
  void shapesThatOnlyBroadcastWouldJoinAreRefused() {
    Activation sum = Activation.of("sum", x -> x.sumKeep(1));
    assertThatThrownBy(() -> run(new Residual(sum))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("residual: the body gives [1,1] and the input has [1,3], expected one shape");
    assertThatThrownBy(() -> run(new Residual(new Identity(), Activation.of("sum", x -> x.sumKeep(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("residual: the body gives [1,3] and the shortcut gives [1,1], expected one shape");
    assertThatThrownBy(() -> run(Parallel.sum(new Identity(), Activation.of("sum", x -> x.sumKeep(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallel: branches give [1,3] and [1,1], expected one shape");
    assertThatThrownBy(Parallel::sum).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallel: no branches, expected one or more");
    assertThatThrownBy(() -> Parallel.concat(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallel: no branches, expected one or more");
  }

  private static Tensor run(Module model) {
    return model.apply(X, Context.evaluate());
  }
}

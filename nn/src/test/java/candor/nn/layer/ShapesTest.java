package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ShapesTest {

  @Test
  void unflattenUndoesFlatten() {
    Tensor x = Numbers.normal32(1, 2, 3, 4, 5);
    Tensor y = Sequential.of(new Flatten(), new Unflatten(1, 3, 4, 5)).apply(x, Context.evaluate());
    assertThat(y.hasSameBits(x)).isTrue();
  }

  @Test
  void anyAxisIsSplitAndOneSizeMayBeComputed() {
    Tensor x = Numbers.normal32(1, 2, 12, 3);
    assertThat(new Unflatten(-2, -1, 4).apply(x, Context.evaluate()).shape()).isEqualTo(Shape.of(2, 3, 4, 3));
    assertThat(new Unflatten(0, 1, 2).apply(x, Context.evaluate()).shape()).isEqualTo(Shape.of(1, 2, 12, 3));
  }

  @Test
  void theIdentityIsTheInput() {
    Tensor x = Numbers.normal32(1, 2, 3);
    assertThat(new Identity().apply(x, Context.evaluate())).isSameAs(x);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Unflatten(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unflatten: no sizes, expected one or more");
    assertThatThrownBy(() -> new Unflatten(1, 2, 4).apply(Tensor.zeros(DType.F32, 3, 10), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unflatten: input has shape [3,10], axis 1 cannot become [2,4]");
    assertThatThrownBy(() -> new Unflatten(1, 3, -1).apply(Tensor.zeros(DType.F32, 3, 10), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unflatten: input has shape [3,10], axis 1 cannot become [3,-1]");
    for (int[] sizes : new int[][] {{-1, -1}, {2, 0}, {-2, 5}}) {
      assertThatThrownBy(() -> new Unflatten(1, sizes)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("unflatten: sizes [" + sizes[0] + "," + sizes[1]
              + "], expected 1 or more, and -1 for at most one of them");
    }
    assertThatThrownBy(() -> new Unflatten(2, 2).apply(Tensor.zeros(DType.F32, 3, 10), Context.evaluate()))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("unflatten: axis 2 of a tensor of shape [3,10], expected -2 to 1");
  }
}

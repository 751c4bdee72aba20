package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.layer.Linear;
import candor.tensor.DType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlatSumTest {

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void tensorsAreAddedAndReadAsAVector(DType type) {
    FlatParameters flat = flat(type);
    FlatSum sum = new FlatSum(flat);
    assertThat(sum.vector()).containsOnly(0).hasSize(8);
    assertThat(sum.add(flat.unflatten(1, 2, 3, 4, 5, 6, 7, 8))).isEqualTo(-1);
    assertThat(sum.add(flat.unflatten(10, 20, 30, 40, 50, 60, 70, 80))).isEqualTo(-1);
    assertThat(sum.vector()).containsExactly(11, 22, 33, 44, 55, 66, 77, 88);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void theFirstNumberThatIsNotFiniteIsNamed(DType type) {
    FlatParameters flat = flat(type);
    FlatSum sum = new FlatSum(flat);
    double[] bad = {1, 2, 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0, Double.NaN};
    assertThat(sum.add(flat.unflatten(bad))).isEqualTo(3);
    assertThat(sum.vector()).containsExactly(bad);
    assertThat(sum.add(flat.unflatten(0, 0, 0, 0, 0, 0, Double.NaN, 0))).isEqualTo(6);
  }

  /// `3e38 + 3e38` is infinite in F32, but both are finite.
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void finiteNumbersMayHaveAnInfiniteSum(DType type) {
    FlatParameters flat = flat(type);
    FlatSum sum = new FlatSum(flat);
    double large = type == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    assertThat(sum.add(flat.unflatten(large, large, 0, 0, 0, 0, large, large))).isEqualTo(-1);
    assertThat(sum.vector()).containsExactly(large, large, 0, 0, 0, 0, large, large);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void whatDoesNotFitIsRefused(DType type) {
    FlatParameters flat = flat(type);
    FlatSum sum = new FlatSum(flat);
    assertThatThrownBy(() -> sum.add(List.of())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("owner: 0 gradients for 2 parameters");
    String name = type == DType.F32 ? "f32" : "f64";
    assertThatThrownBy(() -> sum.add(flat.values().reversed())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("owner: gradient of parameter weight is " + name + "[2], expected " + name + "[2,3]");
  }

  private static FlatParameters flat(DType type) {
    Linear layer = new Linear(3, 2);
    layer.initialise(1, type);
    return new FlatParameters("owner", layer.parameters());
  }
}

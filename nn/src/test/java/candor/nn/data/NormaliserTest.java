package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NormaliserTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  @Test
  void aTableIsNormalisedByColumns() {
    Tensor x = Tensor.of(new double[] {1, 10, 3, 10, 5, 40}, 3, 2);
    Normaliser normaliser = Normaliser.of(data(x));
    assertThat(normaliser.mean()).containsExactly(new double[] {3, 20}, ROUNDING);
    assertThat(normaliser.std()).containsExactly(new double[] {Math.sqrt(8.0 / 3), Math.sqrt(200)}, ROUNDING);
    double up = Math.sqrt(1.5);
    assertThat(normaliser.apply(x).toDoubles()).containsExactly(
        new double[] {-up, -Math.sqrt(0.5), 0, -Math.sqrt(0.5), up, Math.sqrt(2)}, ROUNDING);
  }

  @Test
  void imagesAreNormalisedByChannels() {
    byte[] pixels = {0, 51, 102, (byte) 204, (byte) 153, 102, 51, (byte) 255};
    Normaliser normaliser = Normaliser.of(new Images(pixels, 2, 1, 2, new int[2]));
    assertThat(normaliser.mean()).containsExactly(new double[] {0.3, 0.6}, Offset.offset(1e-7));
    assertThat(normaliser.std()).containsExactly(new double[] {Math.sqrt(0.05), Math.sqrt(0.1)},
        Offset.offset(1e-7));
  }

  @Property(tries = 100)
  void whatWasNormalisedHasMean0AndVariance1AndComesBack(@ForAll @IntRange(min = 2, max = 700) int n,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double mean, @ForAll @DoubleRange(min = 0.01, max = 1e3) double std,
      @ForAll long seed) {
    Tensor x = Numbers.normal(seed, n, 2, 3).mul(std).add(mean);
    Normaliser normaliser = Normaliser.of(data(x));
    Tensor y = normaliser.apply(x);
    double[] means = y.mean(0, 2).toDoubles();
    double[] variances = y.sub(y.meanKeep(0, 2)).square().mean(0, 2).toDoubles();
    assertThat(means).containsExactly(new double[2], Offset.offset(1e-6));
    assertThat(variances).containsExactly(new double[] {1, 1}, Offset.offset(1e-5));
    assertThat(normaliser.invert(y).isClose(x, 1e-9, 1e-12)).isTrue();
  }

  @Test
  void aFeatureThatNeverChangesBecomesZeroWhateverItsRounding() {
    int n = 10_741;
    Tensor x = Tensor.full(DType.F64, 0.998, n, 1);
    Normaliser normaliser = Normaliser.of(data(x));
    assertThat(normaliser.mean()).containsExactly(0.998);
    assertThat(normaliser.std()).containsExactly(1);
    assertThat(normaliser.apply(x).maximum(0).sum().item()).isZero();
  }

  @Test
  void targetsHaveANormaliserOfTheirOwn() {
    Dataset data = new TensorDataset(Tensor.zeros(DType.F64, 2, 3), Tensor.of(new double[] {5, 9}, 2, 1));
    Normaliser normaliser = Normaliser.ofTargets(data);
    assertThat(normaliser.mean()).containsExactly(7);
    assertThat(normaliser.std()).containsExactly(2);
  }

  @Test
  void theTypeOfTheNumbersStays() {
    Normaliser normaliser = new Normaliser(new double[] {1}, new double[] {2});
    Tensor x = Tensor.of(new float[] {3, 5}, 2, 1);
    assertThat(normaliser.apply(x).toFloats()).containsExactly(1, 2);
    assertThat(normaliser.invert(x).toFloats()).containsExactly(7, 11);
  }

  @Test
  void imagesKeepTheirOrderInMemory() {
    Batch batch = new Images(new byte[24], 2, 2, 2, new int[3]).all();
    Normaliser normaliser = new Normaliser(new double[] {1, 2}, new double[] {2, 3});
    assertThat(normaliser.apply(batch.input()).array().isDenseIn(1, 2, 3, 0)).isTrue();
  }

  @Test
  void settingsCannotBeChangedFromOutside() {
    double[] mean = {1};
    Normaliser normaliser = new Normaliser(mean, new double[] {2});
    mean[0] = 7;
    normaliser.std()[0] = 7;
    assertThat(normaliser.apply(Tensor.of(new double[] {3}, 1, 1)).item()).isEqualTo(1);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new Normaliser(new double[2], new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("normaliser: 2 means and 1 standard deviations, expected as many");
    assertThatThrownBy(() -> new Normaliser(new double[1], new double[1]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("normaliser: feature 0 has mean 0.0 and standard "
            + "deviation 0.0, expected finite numbers and a positive deviation");
    Normaliser normaliser = new Normaliser(new double[3], new double[] {1, 1, 1});
    assertThatThrownBy(() -> normaliser.apply(Tensor.zeros(DType.F32, 3, 1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "normaliser: input is f32[3,1], expected floating point and 3 features along axis 1");
    assertThatThrownBy(() -> normaliser.invert(Tensor.zeros(DType.F32, 3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Normaliser.of(Fixtures.counting(0, 1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("normaliser: no samples");
    assertThatThrownBy(() -> Normaliser.ofTargets(Fixtures.counting(3, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("normaliser: the targets are i32[3], expected floating point and rank 2 or more");
    assertThatThrownBy(() -> Normaliser.of(data(Tensor.of(new double[] {1, Double.NaN}, 2, 1))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("feature 0 has mean NaN");
  }

  @Test
  void aRegressionIsStandardisedByItsTrainingPartAlone() {
    Tensor x = Numbers.normal(2, 40, 3).mul(5).add(100);
    Dataset data = new TensorDataset(x, x.sum(1).reshape(-1, 1));
    Dataset train = data.subset(IntStream.range(10, 40).toArray());
    Dataset test = data.subset(0, 1, 2);
    Standardised parts = Standardised.of(train, test, DType.F32);
    assertThat(parts.inputs().mean()).containsExactly(Normaliser.of(train).mean());
    Batch batch = parts.test().all();
    assertThat(batch.ids()).containsExactly(0, 1, 2);
    assertThat(batch.input().dtype()).isEqualTo(DType.F32);
    assertThat(batch.input().hasSameBits(Normaliser.of(train).apply(test.all().input()).to(DType.F32))).isTrue();
    Tensor back = parts.targets().invert(batch.target().to(DType.F64));
    assertThat(back.isClose(test.all().target(), 1e-4, 0)).isTrue();
    assertThat(parts.train().all().target().mean().item()).isCloseTo(0, Offset.offset(1e-6));
  }

  private static Dataset data(Tensor x) {
    return new TensorDataset(x, Tensor.zeros(DType.I32, x.shape().size(0)));
  }
}

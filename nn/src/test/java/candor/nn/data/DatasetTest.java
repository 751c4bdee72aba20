package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DatasetTest {

  @Test
  void tensorsAreReadByRows() {
    TensorDataset data =
        new TensorDataset(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2), Tensor.of(new double[] {7, 8, 9}, 3, 1));
    Batch batch = data.batch(2, 0, 2);
    assertThat(batch.input().toDoubles()).containsExactly(5, 6, 1, 2, 5, 6);
    assertThat(batch.target().toDoubles()).containsExactly(9, 7, 9);
    assertThat(batch.target().shape()).isEqualTo(Shape.of(3, 1));
    assertThat(batch.ids()).containsExactly(2, 0, 2);
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.identities()).isEqualTo(3);
    assertThat(data.batch().input().shape()).isEqualTo(Shape.of(0, 2));
    assertThatThrownBy(() -> data.batch(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.batch(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void tensorsThatAreViewsGiveTheirNumbers() {
    Tensor x = Numbers.normal(1, 3, 4);
    assertThat(new TensorDataset(x.transpose(), Tensor.zeros(DType.F64, 4)).all().input().hasSameBits(x.transpose()))
        .isTrue();
  }

  @Test
  void asManyInputsAsTargetsAreNeeded() {
    assertThatThrownBy(() -> new TensorDataset(Tensor.zeros(DType.F32, 3, 2), Tensor.zeros(DType.I32, 4)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "tensor data set: inputs f32[3,2] and targets i32[4], expected as many samples along axis 0");
    assertThatThrownBy(() -> new TensorDataset(Tensor.scalar(DType.F32, 3), Tensor.zeros(DType.I32, 4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherTypeLeavesIntegersAlone() {
    TensorDataset data = Fixtures.counting(4, 2).to(DType.F64);
    assertThat(data.inputs().dtype()).isEqualTo(DType.F64);
    assertThat(data.targets().dtype()).isEqualTo(DType.I32);
    assertThatThrownBy(() -> data.to(DType.I32)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor data set: type i32, expected f32 or f64");
  }

  @Property
  void aSubsetOfASubsetKeepsTheIdentities(@ForAll @Size(max = 8) List<@IntRange(max = 19) Integer> first,
      @ForAll long seed) {
    Dataset data = Fixtures.counting(20, 3);
    Dataset subset = data.subset(first.stream().mapToInt(Integer::intValue).toArray());
    int[] order = RandomStream.of(seed).permutation(first.size());
    Batch batch = subset.subset(order).all();
    int[] expected = IntStream.of(order).map(first::get).toArray();
    assertThat(batch.ids()).containsExactly(expected);
    assertThat(batch.input().hasSameBits(data.batch(expected).input())).isTrue();
    assertThat(subset.targets().hasSameBits(subset.all().target())).isTrue();
    assertThat(subset.identities()).isEqualTo(20);
  }

  @Test
  void aSubsetHasWhatItsParentHas() {
    Dataset data = Fixtures.counting(5, 2);
    assertThatThrownBy(() -> data.subset(1, 5)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("subset: index 5 in a data set of 5 samples");
    assertThatThrownBy(() -> data.subset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.subset(1, 2).batch(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(data.subset().size()).isZero();
    assertThat(data.subset().targets().shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void mapsChangeInputsOrTargetsAndNothingElse() {
    Dataset data = Fixtures.counting(5, 2).subset(4, 1);
    Dataset mapped = data.mapInputs(x -> x.mul(10)).mapTargets(y -> y.to(DType.F32).add(1));
    Batch batch = mapped.batch(1, 0);
    assertThat(batch.input().toFloats()).containsExactly(10, 40);
    assertThat(batch.target().toFloats()).containsExactly(2, 1);
    assertThat(batch.ids()).containsExactly(1, 4);
    assertThat(mapped.targets().toFloats()).containsExactly(1, 2);
    assertThat(mapped.identities()).isEqualTo(5);
    assertThat(mapped.size()).isEqualTo(2);
  }

  @Test
  void aMapKeepsTheNumberOfSamples() {
    Dataset data = Fixtures.counting(4, 2).mapInputs(x -> x.sum());
    assertThatThrownBy(() -> data.batch(0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("map: the function made f32[] of f32[2,1], expected as many samples along axis 0");
  }

  @Property
  void aConcatenationIsItsPartsOneAfterTheOther(@ForAll @Size(min = 1, max = 5) List<@IntRange(max = 4) Integer> sizes,
      @ForAll long seed) {
    Dataset[] parts = sizes.stream().map(n -> Fixtures.counting(n, 2)).toArray(Dataset[]::new);
    Dataset whole = Dataset.concat(parts);
    int n = sizes.stream().mapToInt(Integer::intValue).sum();
    assertThat(whole.size()).isEqualTo(n);
    assertThat(whole.identities()).isEqualTo(n);
    int[] order = RandomStream.of(seed).permutation(n);
    Batch batch = whole.batch(order);
    assertThat(batch.ids()).containsExactly(order);
    float[] all = new float[n];
    for (int k = 0, at = 0; k < parts.length; k++) {
      for (int i = 0; i < sizes.get(k); i++) {
        all[at++] = i;
      }
    }
    float[] expected = new float[n];
    for (int i = 0; i < n; i++) {
      expected[i] = all[order[i]];
    }
    assertThat(batch.input().toFloats()).containsExactly(expected);
    assertThat(whole.targets().hasSameBits(whole.all().target())).isTrue();
  }

  @Test
  void samplesOfDifferentPartsAreDifferentSamples() {
    Dataset data = Fixtures.counting(5, 2);
    Dataset both = Dataset.concat(data.subset(4, 0), data.subset(4));
    assertThat(both.all().ids()).containsExactly(4, 0, 9);
    assertThat(both.identities()).isEqualTo(10);
    assertThatThrownBy(() -> both.batch(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(Dataset::concat).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concat: no data sets");
  }

  @Test
  void moreSamplesThanAnIndexCanCountAreRefused() {
    Dataset huge = new Dataset() {
      @Override
      public int size() {
        return Integer.MAX_VALUE;
      }

      @Override
      public Batch batch(int... index) {
        throw new AssertionError();
      }
    };
    assertThatThrownBy(() -> Dataset.concat(huge, huge)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concat: 4294967294 samples in the first 2 data sets, expected 2147483647 or less");
  }

  @Test
  void targetsOfAnyDataSetAreReadInPieces() {
    Dataset data = Fixtures.counting(2500, 7);
    Dataset plain = new Dataset() {
      @Override
      public int size() {
        return data.size();
      }

      @Override
      public Batch batch(int... index) {
        assertThat(index.length).isLessThanOrEqualTo(1024);
        return data.batch(index);
      }
    };
    assertThat(plain.targets().hasSameBits(data.targets())).isTrue();
  }
}

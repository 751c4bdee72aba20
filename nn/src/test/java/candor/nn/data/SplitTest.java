package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Property
  void everySampleIsInOnePartAndEveryPartHasItsShare(@ForAll @IntRange(max = 300) int n,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> weights, @ForAll long seed) {
    Split split = Split.random(Fixtures.counting(n, 1), seed, parts(weights));
    assertPartition(split, n);
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    for (int k = 0; k < weights.size(); k++) {
      assertThat((double) split.get("part" + k).size()).isStrictlyBetween((double) n * weights.get(k) / total - 1,
          (double) n * weights.get(k) / total + 1);
    }
  }

  @Property
  void aStratifiedSplitGivesEveryPartItsShareOfEveryClass(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 6) Integer> labels,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 9) Integer> weights, @ForAll long seed) {
    int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
    Dataset data = new TensorDataset(Tensor.zeros(DType.F32, classes.length, 1), Tensor.of(classes, classes.length));
    Split split = Split.stratified(data, seed, parts(weights));
    assertPartition(split, classes.length);
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    int[] counts = Classes.counts(classes);
    for (int k = 0; k < weights.size(); k++) {
      Dataset part = split.get("part" + k);
      int[] found = Arrays.copyOf(Classes.counts(part.targets().toInts()), counts.length);
      double share = (double) weights.get(k) / total;
      for (int c = 0; c < counts.length; c++) {
        assertThat((double) found[c]).isStrictlyBetween(share * counts[c] - 1, share * counts[c] + 1);
      }
      assertThat(part.size()).as("the classes' remainders do not add up")
          .isBetween((int) Math.floor(share * classes.length) - 2, (int) Math.ceil(share * classes.length) + 2);
    }
  }

  private static Split.Part[] parts(List<Integer> weights) {
    return IntStream.range(0, weights.size()).mapToObj(k -> Split.part("part" + k, weights.get(k)))
        .toArray(Split.Part[]::new);
  }

  private static void assertPartition(Split split, int n) {
    int[] ids = split.names().stream().flatMapToInt(name -> IntStream.of(split.get(name).all().ids())).sorted()
        .toArray();
    assertThat(ids).containsExactly(IntStream.range(0, n).toArray());
  }

  @Test
  void weightsMayBeNumbersOfSamples() {
    Split split = Split.random(Fixtures.counting(60_000, 1), 1, Split.part("train", 55_000),
        Split.part("validation", 5_000));
    assertThat(split.names()).containsExactly("train", "validation");
    assertThat(split.get("train").size()).isEqualTo(55_000);
    assertThat(split.get("validation").size()).isEqualTo(5_000);
    assertThat(split.get("validation").identities()).isEqualTo(60_000);
  }

  @Test
  void theCutIsAFunctionOfTheSeedAlone() {
    int[] first = train(1);
    assertThat(train(1)).containsExactly(first);
    assertThat(train(2)).isNotEqualTo(first);
    assertThat(first).isSorted().isNotEqualTo(IntStream.range(0, 50).toArray());
  }

  private static int[] train(long seed) {
    return Split.random(Fixtures.counting(100, 2), seed, Split.part("train", 0.5), Split.part("test", 0.5))
        .get("train").all().ids();
  }

  @Property
  void everySampleIsTestedInOneFoldAndTrainedInTheOthers(@ForAll @IntRange(min = 2, max = 60) int n,
      @ForAll @IntRange(min = 2, max = 7) int wanted, @ForAll boolean stratified, @ForAll long seed) {
    int folds = Math.min(n, wanted);
    Dataset data = Fixtures.counting(n, 3);
    List<Split> splits = stratified ? Split.stratifiedFolds(data, folds, seed) : Split.folds(data, folds, seed);
    assertThat(splits).hasSize(folds);
    List<Integer> tested = new ArrayList<>();
    for (Split split : splits) {
      assertThat(split.names()).containsExactly("train", "test");
      assertPartition(split, n);
      assertThat(split.get("test").size()).isBetween(n / folds, Math.ceilDiv(n, folds));
      IntStream.of(split.get("test").all().ids()).forEach(tested::add);
    }
    assertThat(tested.stream().sorted()).containsExactlyElementsOf(IntStream.range(0, n).boxed().toList());
  }

  @Test
  void wrongArgumentsAreNamed() {
    Dataset data = Fixtures.counting(4, 2);
    assertThatThrownBy(() -> Split.random(data, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split: no parts");
    assertThatThrownBy(() -> Split.random(data, 1, Split.part("a", 1), Split.part("a", 2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("split: two parts are called a");
    assertThatThrownBy(() -> Split.part("a", 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split: part a of weight 0.0, expected above 0");
    assertThatThrownBy(() -> Split.part("a", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Split.random(data, 1, Split.part("a", 1)).get("b"))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("split: no part b, expected one of [a]");
    assertThatThrownBy(() -> Split.folds(data, 5, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split: 5 folds of 4 samples, expected 2 to 4");
    assertThatThrownBy(() -> Split.folds(data, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stratifyingNeedsClasses() {
    Dataset regression = new TensorDataset(Tensor.zeros(DType.F32, 4, 2), Tensor.zeros(DType.F32, 4, 1));
    assertThatThrownBy(() -> Split.stratified(regression, 1, Split.part("a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stratified split: the targets are f32[4,1], expected classes i32[N]");
    Dataset negative = new TensorDataset(Tensor.zeros(DType.F32, 2, 2), Tensor.of(new int[] {0, -1}, 2));
    assertThatThrownBy(() -> Split.stratifiedFolds(negative, 2, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stratified folds: sample 1 has the class -1, expected 0 or more");
  }
}

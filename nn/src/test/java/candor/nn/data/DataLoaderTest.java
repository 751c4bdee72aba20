package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataLoaderTest {

  @Property(tries = 300)
  void anEpochHoldsEverySampleOnceInBatchesOfWhichOnlyTheLastMayBeSmaller(@ForAll @IntRange(max = 200) int samples,
      @ForAll @IntRange(min = 1, max = 220) int batchSize, @ForAll long seed, @ForAll @IntRange(max = 1000) int epoch) {
    DataLoader loader = new DataLoader(images(samples), batchSize, seed);
    List<Batch> batches = list(loader.epoch(epoch));
    assertThat(batches).hasSize(loader.batches());
    assertThat(ids(batches).sorted()).containsExactlyElementsOf(IntStream.range(0, samples).boxed().toList());
    for (int i = 0; i < batches.size(); i++) {
      boolean last = i == batches.size() - 1;
      assertThat(batches.get(i).size()).isEqualTo(last ? samples - i * batchSize : batchSize);
      assertThat(batches.get(i).target().toInts()).as("every label stays with its image")
          .containsExactly(batches.get(i).ids());
    }
  }

  @Test
  void theOrderIsAFunctionOfSeedAndEpochAlone() {
    int[] order = order(1, 0, 16);
    assertThat(order(1, 0, 16)).containsExactly(order);
    assertThat(order(1, 0, 7)).as("other batch size").containsExactly(order);
    assertThat(order(2, 0, 16)).as("other seed").isNotEqualTo(order);
    assertThat(order(1, 1, 16)).as("other epoch").isNotEqualTo(order);
    assertThat(order).as("shuffled").isNotEqualTo(IntStream.range(0, 100).toArray());
  }

  @Test
  void epochsCanBeReadInAnyOrderAndTogether() {
    DataLoader loader = new DataLoader(images(100), 16, 1);
    Iterator<Batch> second = loader.epoch(1).iterator();
    Iterator<Batch> first = loader.epoch(0).iterator();
    int[] expectedFirst = order(1, 0, 16);
    int[] expectedSecond = order(1, 1, 16);
    for (int from = 0; from < 100; from += 16) {
      int to = Math.min(100, from + 16);
      assertThat(second.next().ids()).containsExactly(IntStream.range(from, to).map(i -> expectedSecond[i]).toArray());
      assertThat(first.next().ids()).containsExactly(IntStream.range(from, to).map(i -> expectedFirst[i]).toArray());
    }
  }

  @Test
  void anEpochCanBeginInItsMiddle() {
    for (DataLoader loader : List.of(new DataLoader(images(50), 8, 7), new DataLoader(images(50), 8, 7).prefetch(2))) {
      assertThat(loader.seed()).isEqualTo(7);
      List<Integer> whole = ids(list(loader.epoch(3))).toList();
      for (int from = 0; from <= loader.batches(); from++) {
        assertThat(ids(list(loader.epoch(3, from)))).containsExactlyElementsOf(
            whole.subList(Math.min(50, 8 * from), 50));
      }
      assertThatThrownBy(() -> loader.epoch(3, 8)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> loader.epoch(3, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void anEpochCanBeReadAgain() {
    Iterable<Batch> epoch = new DataLoader(images(20), 8, 1).epoch(0);
    assertThat(ids(list(epoch))).containsExactlyElementsOf(ids(list(epoch)).toList());
  }

  @Test
  void inOrderIsTheOrderOfTheSet() {
    DataLoader loader = new DataLoader(images(20), 8, 1);
    assertThat(ids(list(loader.inOrder()))).containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
  }

  @Test
  void anEmptySetHasNoBatches() {
    DataLoader loader = new DataLoader(images(0), 8, 1);
    assertThat(loader.batches()).isZero();
    assertThat(loader.epoch(0)).isEmpty();
    assertThat(loader.inOrder()).isEmpty();
  }

  @Test
  void afterTheLastBatchThereIsNone() {
    Iterator<Batch> batches = new DataLoader(images(1), 8, 1).epoch(0).iterator();
    batches.next();
    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class)
        .hasMessage("data loader: the epoch is over");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void batchesHoldAtLeastOneSample(int size) {
    assertThatThrownBy(() -> new DataLoader(images(1), size, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data loader: batches of " + size + " samples, expected 1 or more");
  }

  @Test
  void theLastBatchMayBeLeftOutOfAnEpochButNotOfTheWhole() {
    DataLoader loader = new DataLoader(images(20), 8, 1).dropLast();
    assertThat(loader.batches()).isEqualTo(2);
    assertThat(list(loader.epoch(0))).extracting(Batch::size).containsExactly(8, 8);
    assertThat(list(loader.inOrder())).extracting(Batch::size).containsExactly(8, 8, 4);
    assertThat(new DataLoader(images(16), 8, 1).dropLast().batches()).isEqualTo(2);
    assertThat(new DataLoader(images(7), 8, 1).dropLast().epoch(0)).isEmpty();
  }

  @Test
  void aSamplerChoosesTheSamplesOfAnEpoch() {
    DataLoader loader =
        new DataLoader(images(5), 2, 1).sampler((size, stream) -> new int[] {3, 3, stream.step(), 0, 4});
    assertThat(Fixtures.ids(loader.epoch(2))).containsExactly(3, 3, 2, 0, 4);
    assertThat(Fixtures.ids(loader.inOrder())).containsExactly(0, 1, 2, 3, 4);
    DataLoader wrong = loader.sampler((size, stream) -> new int[2]);
    assertThatThrownBy(() -> wrong.epoch(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data loader: the sampler gave 2 samples, expected 5");
  }

  @Test
  void augmentationKnowsEpochAndSampleAndComesBeforeNormalisation() {
    Augmentation draw = (batch, stream) -> {
      float[] numbers = new float[batch.size()];
      for (int i = 0; i < numbers.length; i++) {
        stream.uniform(batch.ids()[i], 0, numbers, i, 1);
      }
      return batch.withInput(Tensor.of(numbers, numbers.length, 1));
    };
    DataLoader loader = new DataLoader(images(50), 16, 9).augment(draw);
    RandomStream stream = RandomStream.of(9).purpose(Purpose.AUGMENTATION).at(4);
    for (DataLoader same : List.of(loader, new DataLoader(images(50), 7, 9).augment(draw), loader.prefetch(2))) {
      for (Batch batch : same.epoch(4)) {
        for (int i = 0; i < batch.size(); i++) {
          float[] expected = new float[1];
          stream.uniform(batch.ids()[i], expected);
          assertThat(batch.input().at(i, 0)).isEqualTo(expected[0]);
        }
      }
    }
    Batch plain = loader.epoch(4).iterator().next();
    Normaliser normaliser = new Normaliser(new double[] {0.5}, new double[] {2});
    Batch normalised = loader.normalise(normaliser).epoch(4).iterator().next();
    assertThat(normalised.input().hasSameBits(normaliser.apply(plain.input()))).isTrue();
    Batch evaluated = loader.normalise(normaliser).inOrder().iterator().next();
    assertThat(evaluated.input().toFloats()).containsOnly(-0.25f);
  }

  /// Images of one pixel whose label is their index.
  private static Images images(int n) {
    return new Images(new byte[n], 1, 1, 1, IntStream.range(0, n).toArray());
  }

  private static int[] order(long seed, int epoch, int batchSize) {
    return ids(list(new DataLoader(images(100), batchSize, seed).epoch(epoch))).mapToInt(Integer::intValue).toArray();
  }

  private static List<Batch> list(Iterable<Batch> batches) {
    return StreamSupport.stream(batches.spliterator(), false).toList();
  }

  private static Stream<Integer> ids(List<Batch> batches) {
    return batches.stream().flatMap(batch -> IntStream.of(batch.ids()).boxed());
  }
}

package candor.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Addresses, bits and ranges; the shapes of the distributions are in [DistributionsTest].
class RandomStreamTest {

  private static final RandomStream STREAM =
      RandomStream.of(0x0123456789ABCDEFL).purpose(Purpose.DROPOUT).child("fc1").child(2).at(7);

  @Test
  void pathsHaveTheirPinnedHashes() {
    RandomStream root = RandomStream.of(0);
    assertThat(root.path()).isEqualTo(0x811C9DC5);
    assertThat(root.purpose(Purpose.DROPOUT).path()).isEqualTo(0x0A952B86);
    assertThat(root.purpose(Purpose.DROPOUT).child("fc1").path()).isEqualTo(0x1D34A20F);
    assertThat(root.child("é").path()).isEqualTo(0x0651C55B);
    assertThat(root.child(-1).path()).isEqualTo(0x5A1C3B99);
    assertThat(STREAM).isEqualTo(new RandomStream(0x0123456789ABCDEFL, 0x3001BD2A, 7));
  }

  @Test
  void blocksArePhiloxAtTheDocumentedAddress() {
    int[] words = new int[8];
    STREAM.block(5, 0, words, 0);
    STREAM.block(5, 1, words, 4);
    assertThat(words).containsExactly(
        0xC4DD5A10, 0x60D24A7C, 0x7167B8B3, 0x2166462C, 0x62F5617A, 0x44388830, 0x664BDC2D, 0x4EF0CBCA);
    int[] direct = new int[4];
    Philox.block(0x3001BD2A, 7, 5, 1, 0x89ABCDEF, 0x01234567, direct, 0);
    assertThat(direct).containsExactly(0x62F5617A, 0x44388830, 0x664BDC2D, 0x4EF0CBCA);
  }

  @Test
  void uniformNumbersHaveTheirPinnedBits() {
    assertThat(uniformFloats(STREAM, 6)).containsExactly(
        0x1.89bab4p-1f, 0x1.834928p-2f, 0x1.c59eep-2f, 0x1.0b323p-3f, 0x1.8bd584p-2f, 0x1.10e22p-2f);
    double[] doubles = new double[4];
    STREAM.uniform(5, doubles);
    assertThat(doubles).containsExactly(
        0x1.89bab420c1a49p-1, 0x1.c59ee2cc85990p-2, 0x1.8bd585e910e22p-2, 0x1.992f70b53bc32p-2);
  }

  @Test
  void normalNumbersHaveTheirPinnedBits() {
    float[] floats = new float[6];
    STREAM.normal(5, floats);
    assertThat(floats).containsExactly(
        0x1.789c1ap-1f, -0x1.3da212p-2f, -0x1.25ac8cp-3f, -0x1.1fcabap0f, -0x1.27396p-2f, -0x1.3f378ep-1f);
    double[] doubles = new double[4];
    STREAM.normal(5, doubles);
    assertThat(doubles).containsExactly(
        0x1.789c1a50e006p-1, -0x1.25ac8b9e78a1bp-3, -0x1.2739602b4dd0bp-2, -0x1.04803dad643a3p-2);
  }

  @Test
  void signsHaveTheirPinnedValues() {
    float[] floats = new float[40];
    double[] doubles = new double[40];
    STREAM.signs(5, floats);
    STREAM.signs(5, doubles);
    // The bits of 0xC4DD5A10 and the lowest eight of 0x60D24A7C, lowest first.
    String bits = "0000100001011010" + "1011101100100011" + "00111110";
    for (int i = 0; i < 40; i++) {
      assertThat(floats[i]).isEqualTo(bits.charAt(i) == '1' ? 1f : -1f);
      assertThat(doubles[i]).isEqualTo(floats[i]);
    }
  }

  @Test
  void boundedIntegersHaveTheirPinnedValuesAlsoAfterRejections() {
    int[] digits = new int[12];
    STREAM.bounded(10, 5, digits);
    assertThat(digits).containsExactly(7, 3, 4, 1, 3, 2, 3, 3, 0, 6, 3, 9);
    int[] large = new int[12];
    STREAM.bounded(1_500_000_000, 5, large);
    // Elements 4, 6, 7, 9, 10 and 11 are rejected at least once.
    assertThat(large).containsExactly(
        1153503840, 567313177, 664483371, 195700243, 1316549661, 399731414,
        1398042512, 1480829340, 70095583, 958697432, 1179529016, 267007400);
  }

  @Test
  void permutationsHaveTheirPinnedOrder() {
    assertThat(STREAM.permutation(12)).containsExactly(8, 10, 9, 1, 2, 5, 4, 7, 3, 6, 11, 0);
  }

  @Test
  void gammaNumbersHaveTheirPinnedBits() {
    assertThat(STREAM.gamma(0.3, 5, 0)).isEqualTo(1.8506310863882236);
    assertThat(STREAM.gamma(1, 5, 1)).isEqualTo(0.4578863106346055);
    assertThat(STREAM.gamma(50, 5, 2)).isEqualTo(38.758239723338285);
    // The first attempt of this element is rejected.
    assertThat(STREAM.gamma(1, 5, 50)).isEqualTo(0.22443171413145452);
  }

  @Property
  void anyPartOfASampleHoldsTheNumbersOfTheWhole(
      @ForAll @IntRange(max = 40) int first, @ForAll @IntRange(max = 40) int count, @ForAll @IntRange(max = 3) int at) {
    float[] wholeFloats = new float[80];
    double[] wholeDoubles = new double[80];
    float[] partFloats = new float[at + count];
    double[] partDoubles = new double[at + count];

    STREAM.uniform(3, wholeFloats);
    STREAM.uniform(3, first, partFloats, at, count);
    STREAM.uniform(3, wholeDoubles);
    STREAM.uniform(3, first, partDoubles, at, count);
    assertSamePart(wholeFloats, wholeDoubles, first, partFloats, partDoubles, at);

    STREAM.normal(3, wholeFloats);
    STREAM.normal(3, first, partFloats, at, count);
    STREAM.normal(3, wholeDoubles);
    STREAM.normal(3, first, partDoubles, at, count);
    assertSamePart(wholeFloats, wholeDoubles, first, partFloats, partDoubles, at);
  }

  @Property
  void singleIntegersAreThoseOfTheArray(@ForAll @IntRange(min = 1) int bound, @ForAll @IntRange(max = 29) int element) {
    int[] all = new int[30];
    STREAM.bounded(bound, 9, all);
    assertThat(all[element]).isBetween(0, bound - 1).isEqualTo(STREAM.bounded(bound, 9, element));
  }

  @Property
  void permutationsHoldEveryItemOnce(@ForAll @IntRange(max = 300) int n, @ForAll int step) {
    int[] order = RandomStream.of(1).at(step).permutation(n);
    assertThat(order).hasSize(n);
    assertThat(IntStream.of(order).sorted()).containsExactlyElementsOf(IntStream.range(0, n).boxed().toList());
  }

  @Test
  void seedsPurposesNamesNumbersStepsAndSamplesGiveDifferentNumbers() {
    Set<Integer> firstWords = new HashSet<>();
    int streams = 0;
    for (long seed : new long[] {0, 1, 1L << 32, -1}) {
      for (Purpose purpose : Purpose.values()) {
        for (String name : new String[] {"", "a", "ab", "b", "1"}) {
          RandomStream stream = RandomStream.of(seed).purpose(purpose).child(name);
          for (RandomStream s : new RandomStream[] {stream, stream.child(1), stream.at(1), stream.at(-1)}) {
            firstWords.add(firstWord(s, 0));
            firstWords.add(firstWord(s, 1));
            streams += 2;
          }
        }
      }
    }
    assertThat(firstWords).hasSize(streams);
  }

  @Test
  void theWayToAPathCounts() {
    RandomStream root = RandomStream.of(3);
    assertThat(Set.of(
        root.child("a").child("b").path(), root.child("b").child("a").path(), root.child("ab").path(),
        root.child("1").path(), root.child(1).path(), root.attempt(1).path(),
        root.child("DROPOUT").path(), root.purpose(Purpose.DROPOUT).path(), root.path())).hasSize(9);
  }

  @Test
  void theLayersOfALargeModelDoNotCollide() {
    Set<Integer> paths = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      RandomStream stream = RandomStream.of(0).purpose(purpose);
      for (int i = 0; i < 500; i++) {
        paths.add(stream.child("layer" + i).child("weight").path());
        paths.add(stream.child("layer" + i).child("bias").path());
      }
    }
    assertThat(paths).hasSize(1000 * Purpose.values().length);
  }

  @Test
  void theStepIsKeptOnTheWayDown() {
    assertThat(RandomStream.of(3).at(5).purpose(Purpose.SAMPLING).child("a").child(1))
        .isEqualTo(RandomStream.of(3).purpose(Purpose.SAMPLING).child("a").child(1).at(5));
  }

  @Test
  void argumentsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> STREAM.bounded(0, 0, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bounded: bound must be at least 1, but is 0");
    assertThatThrownBy(() -> STREAM.bounded(-3, 0, new int[2])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bounded: bound must be at least 1, but is -3");
    assertThatThrownBy(() -> STREAM.permutation(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("permutation: n must not be negative, but is -1");
    for (double shape : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> STREAM.gamma(shape, 0, 0)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("gamma: shape must be positive and finite, but is " + shape);
    }
    assertThatThrownBy(() -> STREAM.uniform(0, -1, new float[2], 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("random stream: the first element must not be negative, but is -1");
    assertThatThrownBy(() -> STREAM.normal(0, 0, new double[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void assertSamePart(
      float[] wholeFloats, double[] wholeDoubles, int first, float[] partFloats, double[] partDoubles, int at) {
    for (int i = at; i < partFloats.length; i++) {
      assertThat(partFloats[i]).isEqualTo(wholeFloats[first + i - at]);
      assertThat(partDoubles[i]).isEqualTo(wholeDoubles[first + i - at]);
    }
  }

  private static float[] uniformFloats(RandomStream stream, int count) {
    float[] out = new float[count];
    stream.uniform(5, out);
    return out;
  }

  private static int firstWord(RandomStream stream, int sample) {
    int[] words = new int[Philox.WORDS];
    stream.block(sample, 0, words, 0);
    return words[0];
  }
}

package candor.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhiloxTest {

  @Test
  void blocksEqualTheKnownAnswersOfRandom123() {
    assertThat(block(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(block(-1, -1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void aBlockIsWrittenWhereItIsAskedForAndNowhereElse() {
    int[] out = {1, 2, 3, 4, 5, 6, 7};
    Philox.block(0, 0, 0, 0, 0, 0, out, 2);
    assertThat(out).containsExactly(1, 2, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 7);
    assertThatThrownBy(() -> Philox.block(0, 0, 0, 0, 0, 0, new int[5], 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void everyWordOfTheCounterAndOfTheKeyCounts() {
    Set<Integer> firstWords = new HashSet<>();
    for (int word = 0; word < 6; word++) {
      for (int bit = 0; bit < 32; bit++) {
        int[] in = new int[6];
        in[word] = 1 << bit;
        firstWords.add(block(in[0], in[1], in[2], in[3], in[4], in[5])[0]);
      }
    }
    assertThat(firstWords).hasSize(6 * 32);
  }

  @Test
  void halvesAreTheLowAndThenTheHighHalfOfEachWord() {
    int[] words = {9, 0x89AB_0123, 0xCDEF_4567, 0x0000_FFFF, 0xFFFF_0000};
    assertThat(IntStream.range(0, Philox.HALVES).map(e -> Philox.half(words, 1, e)))
        .containsExactly(0x0123, 0x89AB, 0x4567, 0xCDEF, 0xFFFF, 0x0000, 0x0000, 0xFFFF);
  }

  private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
    int[] out = new int[Philox.WORDS];
    Philox.block(c0, c1, c2, c3, k0, k1, out, 0);
    return out;
  }
}

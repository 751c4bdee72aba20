package candor.random;

/// Philox4x32-10, a keyed bijection of 128-bit counters whose outputs pass the BigCrush battery of TestU01.
///
/// Salmon, Moraes, Dror and Shaw, *Parallel Random Numbers: As Easy as 1, 2, 3*, SC 2011. Each of the ten rounds maps
/// the counter words (c₀, c₁, c₂, c₃) under the round key (k₀, k₁), with 32-bit words, to
///
/// ```text
/// (hi(M₁ c₂) ⊕ c₁ ⊕ k₀,  lo(M₁ c₂),  hi(M₀ c₀) ⊕ c₃ ⊕ k₁,  lo(M₀ c₀))
/// ```
///
/// and between rounds the key grows by the Weyl constants (W₀, W₁). The outputs equal those of Random123 bit for bit
/// (pinned by `PhiloxTest`).
///
/// In Candor the key is the 64-bit seed, low word first, and the counter is (path, step, sample, block), see
/// [RandomStream]. One block is four words of 32 bits or eight halves of 16 bits, see [#half].
public final class Philox {

  /// The number of 32-bit words in a block.
  public static final int WORDS = 4;

  /// The number of 16-bit halves in a block.
  public static final int HALVES = 8;

  private static final int ROUNDS = 10;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long LOW = 0xFFFF_FFFFL;

  private Philox() {}

  /// Writes the block of one counter under one key.
  ///
  /// @param c0 the lowest counter word; in Candor the path of the stream
  /// @param c1 the second counter word; in Candor the step
  /// @param c2 the third counter word; in Candor the sample
  /// @param c3 the highest counter word; in Candor the block of elements
  /// @param k0 the low word of the key
  /// @param k1 the high word of the key
  /// @param out receives the four words
  /// @param at the index in `out` of the first word
  /// @throws IndexOutOfBoundsException when `out` has no four places from `at`
  public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int at) {
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (c0 & LOW);
      long p1 = M1 * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
  }

  /// Returns one of the eight 16-bit values of a block: the low half of word `w` is element `2w`, the high half is
  /// element `2w + 1`.
  ///
  /// This is the layout of dropout masks: element `e` of a sample is half `e mod 8` of block `⌊e / 8⌋`.
  ///
  /// @param words the array that holds the block
  /// @param at the index in `words` of the first word of the block
  /// @param element the element in the block, from 0 to 7
  /// @return a value from 0 to 65535
  public static int half(int[] words, int at, int element) {
    return (words[at + (element >>> 1)] >>> (16 * (element & 1))) & 0xFFFF;
  }
}

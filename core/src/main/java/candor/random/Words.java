package candor.random;

/// Random access to the words of one sample of a stream: word `i` is word `i mod 4` of block `⌊i / 4⌋`.
///
/// The last block is kept, so reading words in order computes each block once.
final class Words {

  private final RandomStream stream;
  private final int sample;
  private final int[] words = new int[Philox.WORDS];
  private int block;
  private boolean filled;

  Words(RandomStream stream, int sample) {
    this.stream = stream;
    this.sample = sample;
  }

  int bits32(long i) {
    load((int) (i >>> 2));
    return words[(int) i & 3];
  }

  /// The words 2i (high) and 2i + 1 (low) as one.
  long bits64(long i) {
    load((int) (i >>> 1));
    int low = ((int) i & 1) << 1;
    return (long) words[low] << 32 | Integer.toUnsignedLong(words[low + 1]);
  }

  private void load(int wanted) {
    if (!filled || wanted != block) {
      stream.block(sample, wanted, words, 0);
      block = wanted;
      filled = true;
    }
  }
}

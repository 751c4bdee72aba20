package candor.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// An endless, immutable table of random numbers, addressed by sample and element.
///
/// A stream is a seed, a path and a step. Together with the sample and the element they address [Philox]: the key is
/// the seed, the counter is (path, step, sample, block). The same address always holds the same bits, in whatever
/// order, thread or batch they are read; nothing is consumed. A stream may be shared freely and rebuilt from its three
/// numbers.
///
/// ```java
/// RandomStream dropout = RandomStream.of(42).purpose(Purpose.DROPOUT).child("fc1");
/// dropout.at(step).uniform(sampleId, out);
/// ```
///
/// All distributions read the same bits, so two different things take two children. Arguments come in the order
/// parameters of the distribution, address, destination.
///
/// The path is a 32-bit hash of the purposes, names and numbers on the way from the root, in order. Two paths that
/// collide hold equal numbers. Among `n` paths the probability of that is about `n² / 2³³`, or 10⁻⁴ for 1000 paths; it
/// is not detected here.
///
/// @param seed the seed, the key of Philox
/// @param path the hash of the purpose and the names
/// @param step the training step, epoch or sampling pass
public record RandomStream(long seed, int path, int step) {

  /// Returns the root stream of a seed, at step 0.
  ///
  /// @param seed the seed
  /// @return the root stream
  public static RandomStream of(long seed) {
    return new RandomStream(seed, PathHash.ROOT, 0);
  }

  /// Returns the stream of one purpose under this one.
  ///
  /// @param purpose what the numbers are for
  /// @return the stream of the purpose, at the same step
  public RandomStream purpose(Purpose purpose) {
    return branch(PathHash.PURPOSE, purpose.name().getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the stream of one name under this one. `child("a").child("b")` is not `child("ab")`.
  ///
  /// @param name the name of a layer, a parameter or a use
  /// @return the stream of the name, at the same step
  public RandomStream child(String name) {
    return branch(PathHash.NAME, name.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the stream of one number under this one: a member of an ensemble, or a further call of the same layer.
  ///
  /// @param number any number
  /// @return the stream of the number, at the same step; it is not that of the number's name
  public RandomStream child(int number) {
    return branch(PathHash.NUMBER, bytes(number));
  }

  /// Returns this stream at another step.
  ///
  /// @param step the training step, epoch or sampling pass
  /// @return the stream with the same seed and path
  public RandomStream at(int step) {
    return new RandomStream(seed, path, step);
  }

  /// Writes one block of four words, see [Philox#block].
  ///
  /// @param sample the sample
  /// @param block the block of elements
  /// @param out receives the words
  /// @param at the index in `out` of the first word
  /// @throws IndexOutOfBoundsException when `out` has no four places from `at`
  public void block(int sample, int block, int[] out, int at) {
    Philox.block(path, step, sample, block, (int) seed, (int) (seed >>> 32), out, at);
  }

  /// Fills an array with the elements 0 to `out.length - 1` of a sample, uniform in [0, 1).
  ///
  /// @param sample the sample
  /// @param out receives multiples of 2⁻²⁴
  public void uniform(int sample, float[] out) {
    uniform(sample, 0, out, 0, out.length);
  }

  /// Writes some elements of a sample, uniform in [0, 1): the upper 24 bits of word `i` (see [#block]) for element `i`.
  ///
  /// @param sample the sample
  /// @param first the first element
  /// @param out receives multiples of 2⁻²⁴
  /// @param at the index in `out` of the first element
  /// @param count the number of elements
  /// @throws IndexOutOfBoundsException when `first` is negative or `out` has no `count` places from `at`
  public void uniform(int sample, int first, float[] out, int at, int count) {
    checkRange(first, out.length, at, count);
    Words words = new Words(this, sample);
    for (int i = 0; i < count; i++) {
      out[at + i] = (words.bits32((long) first + i) >>> 8) * 0x1p-24f;
    }
  }

  /// Fills an array with the elements 0 to `out.length - 1` of a sample, uniform in [0, 1).
  ///
  /// @param sample the sample
  /// @param out receives multiples of 2⁻⁵³
  public void uniform(int sample, double[] out) {
    uniform(sample, 0, out, 0, out.length);
  }

  /// Writes some elements of a sample, uniform in [0, 1): the upper 53 bits of the words `2i` (high) and `2i + 1` for
  /// element `i`.
  ///
  /// @param sample the sample
  /// @param first the first element
  /// @param out receives multiples of 2⁻⁵³
  /// @param at the index in `out` of the first element
  /// @param count the number of elements
  /// @throws IndexOutOfBoundsException when `first` is negative or `out` has no `count` places from `at`
  public void uniform(int sample, int first, double[] out, int at, int count) {
    checkRange(first, out.length, at, count);
    Words words = new Words(this, sample);
    for (int i = 0; i < count; i++) {
      out[at + i] = (words.bits64((long) first + i) >>> 11) * 0x1p-53;
    }
  }

  /// Fills an array with the elements 0 to `out.length - 1` of a sample, standard normal.
  ///
  /// @param sample the sample
  /// @param out receives numbers between -6.4 and 6.4
  public void normal(int sample, float[] out) {
    normal(sample, 0, out, 0, out.length);
  }

  /// Writes some elements of a sample, standard normal: the quantile function at the middle of cell `w` of 2³² equal
  /// cells of (0, 1) for element `i`, where `w` is word `i`. Values are symmetric about 0 and lie within ±6.34.
  ///
  /// @param sample the sample
  /// @param first the first element
  /// @param out receives the numbers, rounded from F64
  /// @param at the index in `out` of the first element
  /// @param count the number of elements
  /// @throws IndexOutOfBoundsException when `first` is negative or `out` has no `count` places from `at`
  public void normal(int sample, int first, float[] out, int at, int count) {
    checkRange(first, out.length, at, count);
    Words words = new Words(this, sample);
    for (int i = 0; i < count; i++) {
      out[at + i] = (float) Normal.from32(words.bits32((long) first + i));
    }
  }

  /// Fills an array with the elements 0 to `out.length - 1` of a sample, standard normal.
  ///
  /// @param sample the sample
  /// @param out receives numbers between -8.3 and 8.3
  public void normal(int sample, double[] out) {
    normal(sample, 0, out, 0, out.length);
  }

  /// Writes some elements of a sample, standard normal: the quantile function at the middle of cell `w` of 2⁵³ equal
  /// cells of (0, 1) for element `i`, where `w` is the upper 53 bits of the words `2i` (high) and `2i + 1`. Values are
  /// symmetric about 0 and lie within ±8.30.
  ///
  /// @param sample the sample
  /// @param first the first element
  /// @param out receives the numbers
  /// @param at the index in `out` of the first element
  /// @param count the number of elements
  /// @throws IndexOutOfBoundsException when `first` is negative or `out` has no `count` places from `at`
  public void normal(int sample, int first, double[] out, int at, int count) {
    checkRange(first, out.length, at, count);
    Words words = new Words(this, sample);
    for (int i = 0; i < count; i++) {
      out[at + i] = Normal.from64(words.bits64((long) first + i));
    }
  }

  /// Fills an array with the elements 0 to `out.length - 1` of a sample, -1 or +1 with equal probability: bit
  /// `i mod 32` of word `⌊i / 32⌋` for element `i`, where 1 means +1.
  ///
  /// @param sample the sample
  /// @param out receives the signs
  public void signs(int sample, float[] out) {
    Words words = new Words(this, sample);
    for (int i = 0; i < out.length; i++) {
      out[i] = sign(words, i);
    }
  }

  /// Fills an array with the signs of [#signs(int, float[])], in F64.
  ///
  /// @param sample the sample
  /// @param out receives the signs
  public void signs(int sample, double[] out) {
    Words words = new Words(this, sample);
    for (int i = 0; i < out.length; i++) {
      out[i] = sign(words, i);
    }
  }

  /// Returns one integer, uniform in [0, bound) without bias.
  ///
  /// Lemire, *Fast Random Integer Generation in an Interval*, 2019, algorithm 5: the upper word of `w · bound`, where
  /// `w` is word `element`. The draw is rejected when the lower word is less than `2³² mod bound`; it is then repeated
  /// at the same address of another stream that only this rejection uses, so no other element moves.
  ///
  /// @param bound the number of values, at least 1
  /// @param sample the sample
  /// @param element the element
  /// @return the integer
  /// @throws IllegalArgumentException when `bound` is less than 1
  public int bounded(int bound, int sample, int element) {
    return bounded(checkBound(bound), new Words(this, sample), sample, element);
  }

  /// Fills an array with the elements 0 to `out.length - 1` of a sample, each as [#bounded(int, int, int)] gives it.
  ///
  /// @param bound the number of values, at least 1
  /// @param sample the sample
  /// @param out receives the integers
  /// @throws IllegalArgumentException when `bound` is less than 1
  public void bounded(int bound, int sample, int[] out) {
    checkBound(bound);
    Words words = new Words(this, sample);
    for (int i = 0; i < out.length; i++) {
      out[i] = bounded(bound, words, sample, i);
    }
  }

  /// Returns a random order of 0 to `n - 1`, every order equally likely as far as the bits allow.
  ///
  /// Fisher–Yates from the end: position `i` changes places with position `bounded(i + 1, 0, i)`. Epochs differ by
  /// step.
  ///
  /// @param n the number of items, not negative
  /// @return a new array that holds each of 0 to `n - 1` once
  /// @throws IllegalArgumentException when `n` is negative
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("permutation: n must not be negative, but is " + n);
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    Words words = new Words(this, 0);
    for (int i = n - 1; i > 0; i--) {
      int j = bounded(i + 1, words, 0, i);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
    return order;
  }

  /// Returns one draw of the gamma distribution with the density `x^(shape - 1) e^(-x) / Γ(shape)`.
  ///
  /// Marsaglia and Tsang, *A Simple Method for Generating Gamma Variables*, 2000. For `shape < 1` the result may
  /// underflow to 0; [#logGamma] does not.
  ///
  /// @param shape the shape, positive and finite; the scale is 1
  /// @param sample the sample
  /// @param element the element
  /// @return the draw, not negative
  /// @throws IllegalArgumentException when `shape` is not positive and finite
  public double gamma(double shape, int sample, int element) {
    return Gamma.draw(this, shape, sample, element);
  }

  /// Returns the logarithm of the draw that [#gamma] gives at the same address.
  ///
  /// It stays finite where the draw underflows, so a Dirichlet draw with small concentrations is the softmax of these.
  ///
  /// @param shape the shape, positive and finite; the scale is 1
  /// @param sample the sample
  /// @param element the element
  /// @return the logarithm of the draw
  /// @throws IllegalArgumentException when `shape` is not positive and finite
  public double logGamma(double shape, int sample, int element) {
    return Gamma.logDraw(this, shape, sample, element);
  }

  /// The stream of one attempt of a rejection method; attempt 0 is this stream.
  RandomStream attempt(int attempt) {
    return attempt == 0 ? this : branch(PathHash.ATTEMPT, bytes(attempt));
  }

  private int bounded(int bound, Words words, int sample, int element) {
    long biased = (1L << 32) % bound;
    long product = Integer.toUnsignedLong(words.bits32(element)) * bound;
    for (int attempt = 1; (product & 0xFFFF_FFFFL) < biased; attempt++) {
      Words others = new Words(attempt(attempt), sample);
      product = Integer.toUnsignedLong(others.bits32(element)) * bound;
    }
    return (int) (product >>> 32);
  }

  private static void checkRange(int first, int length, int at, int count) {
    if (first < 0) {
      throw new IndexOutOfBoundsException("random stream: the first element must not be negative, but is " + first);
    }
    Objects.checkFromIndexSize(at, count, length);
  }

  private static int checkBound(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bounded: bound must be at least 1, but is " + bound);
    }
    return bound;
  }

  private static int sign(Words words, int i) {
    return ((words.bits32(i >>> 5) >>> (i & 31)) & 1) * 2 - 1;
  }

  private RandomStream branch(int kind, byte[] name) {
    return new RandomStream(seed, PathHash.extend(path, kind, name), step);
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}

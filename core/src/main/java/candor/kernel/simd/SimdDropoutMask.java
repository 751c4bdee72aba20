package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.DropoutMask;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Dropout with samples in the vector lanes where they lie next to each other, and with blocks of features in the lanes
/// where those do; what does not fill the lanes runs the scalar loop.
final class SimdDropoutMask extends DropoutMask {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final IntVector ASCENDING = IntVector.broadcast(INTS, 0).addIndex(1);
  /// Words of a Philox block.
  private static final int WORDS = 4;
  /// What turns an unsigned comparison of halves into a signed one.
  private static final short FLIP = Short.MIN_VALUE;
  private static final long LANE_BITS = (1L << WIDTH) - 1;

  /// The constants of [candor.random.Philox].
  private static final int ROUNDS = 10;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long LOW = 0xFFFF_FFFFL;

  @Override
  public void apply(Rule rule, int[] ids, Layout layout, float[] x, int xo, float[] y, int yo, int sampleFrom,
      int sampleTo, int blockFrom, int blockTo) {
    int s = sampleFrom;
    if (layout.sampleStride() == 1) {
      s += SPECIES.loopBound(sampleTo - sampleFrom);
      // Block by block, so that each line of memory is read and written once.
      for (int b = blockFrom; b < blockTo; b++) {
        samples(rule, ids, sampleFrom, s, layout, x, xo, y, yo, b);
      }
    } else if (layout.featureStride() == 1 && blockTo - blockFrom >= WIDTH / 4) {
      for (; s < sampleTo; s++) {
        int row = s * layout.sampleStride();
        features(rule, ids[s], layout.features(), x, xo + row, y, yo + row, blockFrom, blockTo);
      }
    }
    super.apply(rule, ids, layout, x, xo, y, yo, s, sampleTo, blockFrom, blockTo);
  }

  private static void samples(Rule rule, int[] ids, int from, int to, Layout layout, float[] x, int xo, float[] y,
      int yo, int block) {
    int[] words = Scratch.own().words;
    float scale = (float) rule.scale();
    int first = block * BLOCK * layout.featureStride();
    int features = Math.min(BLOCK, layout.features() - block * BLOCK);
    for (int s = from; s < to; s += WIDTH) {
      draw(rule.path(), rule.step(), ids, s, block, 0, (int) rule.seed(), (int) (rule.seed() >>> 32), words);
      maskSamples(words, rule.threshold(), scale, x, xo + first + s, y, yo + first + s, features,
          layout.featureStride());
    }
  }

  /// Blocks of one sample, as many at a time as a vector has lanes.
  private static void features(Rule rule, int id, int features, float[] x, int xo, float[] y, int yo, int blockFrom,
      int blockTo) {
    Scratch scratch = Scratch.own();
    Arrays.fill(scratch.ids, id);
    float scale = (float) rule.scale();
    int end = Math.min(features, blockTo * BLOCK);
    for (int b = blockFrom; b < blockTo; b += WIDTH) {
      draw(rule.path(), rule.step(), scratch.ids, 0, b, 1, (int) rule.seed(), (int) (rule.seed() >>> 32),
          scratch.words);
      gather(scratch.words, scratch.blocks);
      maskFeatures(scratch.blocks, rule.threshold(), scale, x, xo, y, yo, b * BLOCK,
          Math.min(end, (b + WIDTH) * BLOCK));
    }
  }

  /// Word by word to block by block: the halves of the words are in the order of the features then.
  private static void gather(int[] words, int[] blocks) {
    for (int lane = 0; lane < WIDTH; lane++) {
      for (int w = 0; w < WORDS; w++) {
        blocks[lane * WORDS + w] = words[w * WIDTH + lane];
      }
    }
  }

  /// Features `from … to − 1`, the bits of two vectors of features in one of words.
  private static void maskFeatures(int[] blocks, int threshold, float scale, float[] x, int xo, float[] y, int yo,
      int from,
      int to) {
    FloatVector zero = broadcast(SPECIES, 0);
    short least = (short) (threshold + FLIP);
    for (int f = from; f < to; f += 2 * WIDTH) {
      ShortVector halves = IntVector.fromArray(INTS, blocks, (f - from) / 2).reinterpretAsShorts();
      long keep = halves.lanewise(VectorOperators.XOR, FLIP).compare(VectorOperators.GE, least).toLong();
      VectorMask<Float> exists = SPECIES.indexInRange(f, to);
      FloatVector kept = fromArray(SPECIES, x, xo + f, exists).mul(scale);
      zero.blend(kept, VectorMask.fromLong(SPECIES, keep & LANE_BITS)).intoArray(y, yo + f, exists);
      if (f + WIDTH < to) {
        exists = SPECIES.indexInRange(f + WIDTH, to);
        kept = fromArray(SPECIES, x, xo + f + WIDTH, exists).mul(scale);
        zero.blend(kept, VectorMask.fromLong(SPECIES, keep >>> WIDTH)).intoArray(y, yo + f + WIDTH, exists);
      }
    }
  }

  /// The four words of some blocks, word by word: lane `i` is the sample of identity `ids[s + i]` and its block
  /// `block + i · blockStep`. Of the two words in a long, the low one is multiplied as it is and the high one after a shift.
  private static void draw(int path, int step, int[] ids, int s, int block, int blockStep, int k0, int k1,
      int[] words) {
    LongVector c0 = IntVector.broadcast(INTS, path).reinterpretAsLongs();
    LongVector c1 = IntVector.broadcast(INTS, step).reinterpretAsLongs();
    LongVector c2 = IntVector.fromArray(INTS, ids, s).reinterpretAsLongs();
    LongVector c3 = ASCENDING.mul(blockStep).add(block).reinterpretAsLongs();
    LongVector low = LongVector.broadcast(LONGS, LOW);
    LongVector m0 = LongVector.broadcast(LONGS, M0);
    LongVector m1 = LongVector.broadcast(LONGS, M1);
    for (int round = 0; round < ROUNDS; round++) {
      LongVector even0 = c0.and(low).mul(m0.and(low));
      LongVector odd0 = c0.lanewise(VectorOperators.LSHR, 32).mul(m0.and(low));
      LongVector even1 = c2.and(low).mul(m1.and(low));
      LongVector odd1 = c2.lanewise(VectorOperators.LSHR, 32).mul(m1.and(low));
      LongVector high0 = odd0.lanewise(VectorOperators.AND_NOT, low).or(even0.lanewise(VectorOperators.LSHR, 32));
      LongVector high1 = odd1.lanewise(VectorOperators.AND_NOT, low).or(even1.lanewise(VectorOperators.LSHR, 32));
      c0 = high1.lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.XOR, (k0 & LOW) * (1 + (1L << 32)));
      c2 = high0.lanewise(VectorOperators.XOR, c3).lanewise(VectorOperators.XOR, (k1 & LOW) * (1 + (1L << 32)));
      c1 = odd1.lanewise(VectorOperators.LSHL, 32).or(even1.and(low));
      c3 = odd0.lanewise(VectorOperators.LSHL, 32).or(even0.and(low));
      k0 += W0;
      k1 += W1;
    }
    c0.reinterpretAsInts().intoArray(words, 0);
    c1.reinterpretAsInts().intoArray(words, WIDTH);
    c2.reinterpretAsInts().intoArray(words, 2 * WIDTH);
    c3.reinterpretAsInts().intoArray(words, 3 * WIDTH);
  }

  private static void maskSamples(int[] words, int threshold, float scale, float[] x, int xo, float[] y, int yo,
      int features,
      int stride) {
    FloatVector zero = broadcast(SPECIES, 0);
    for (int f = 0; f < features; f++) {
      IntVector bits = IntVector.fromArray(INTS, words, f / 2 * WIDTH).lanewise(VectorOperators.LSHR, 16 * (f % 2));
      VectorMask<Float> keep = bits.and(0xFFFF).compare(VectorOperators.GE, threshold).cast(SPECIES);
      zero.blend(fromArray(SPECIES, x, xo + f * stride).mul(scale), keep).intoArray(y, yo + f * stride);
    }
  }
}

package candor.parallel;

/// The split of `n` items into contiguous bands of nearly equal length, and the choice of how many bands to make.
///
/// Band `b` holds the items from `start(n, bands, b)` (inclusive) to `start(n, bands, b + 1)` (exclusive). The bands
/// are disjoint, in order, and together hold every item once.
public final class Bands {

  private Bands() {}

  /// Returns how many bands are worth making: `work / grain`, but at least 1 and at most `max`.
  ///
  /// @param work the size of the whole work in any unit, not negative
  /// @param grain the work that pays for one more band, in the same unit, at least 1
  /// @param max the largest useful number of bands, at least 1; often the number of threads
  /// @return the number of bands
  /// @throws IllegalArgumentException when an argument is out of its range
  public static int count(long work, long grain, int max) {
    require(work >= 0, "work", work, "at least 0");
    require(grain >= 1, "grain", grain, "at least 1");
    require(max >= 1, "max", max, "at least 1");
    return (int) Math.clamp(work / grain, 1L, (long) max);
  }

  /// Returns the first item of a band: `⌊band · n / bands⌋`. Some bands are empty when `bands > n`.
  ///
  /// @param n the number of items, not negative
  /// @param bands the number of bands, at least 1
  /// @param band the band, from 0 to `bands`; `bands` gives `n`, the end of the last band
  /// @return the index of the first item of the band
  /// @throws IllegalArgumentException when an argument is out of its range
  public static int start(int n, int bands, int band) {
    return start(n, bands, band, 1);
  }

  /// Returns the first item of a band when bands start at multiples of `align`: `align · ⌊band · u / bands⌋` with
  /// `u = ⌈n / align⌉`, but at most `n`. Some bands are empty when `bands > u`.
  ///
  /// @param n the number of items, not negative
  /// @param bands the number of bands, at least 1
  /// @param band the band, from 0 to `bands`; `bands` gives `n`, the end of the last band
  /// @param align the alignment of the starts in items, at least 1
  /// @return the index of the first item of the band
  /// @throws IllegalArgumentException when an argument is out of its range
  public static int start(int n, int bands, int band, int align) {
    require(n >= 0, "n", n, "at least 0");
    require(bands >= 1, "bands", bands, "at least 1");
    if (band < 0 || band > bands) {
      throw new IllegalArgumentException("bands: band must be in [0, " + bands + "], but is " + band);
    }
    require(align >= 1, "align", align, "at least 1");
    long units = Math.ceilDiv(n, align);
    return (int) Math.min(n, align * (band * units / bands));
  }

  private static void require(boolean holds, String name, long value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("bands: " + name + " must be " + expected + ", but is " + value);
    }
  }
}

package candor.kernel;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Supplier;

/// Element-wise loops of which only the functions that a program uses are compiled.
final class OnDemandElementwise extends Elementwise {
  /// They have no vector form.
  private static final EnumSet<UnaryFn> RARE_UNARY = EnumSet.of(UnaryFn.SIN, UnaryFn.COS, UnaryFn.LGAMMA);
  private static final EnumSet<BinaryFn> RARE_BINARY =
      EnumSet.of(BinaryFn.POW, BinaryFn.POLYGAMMA, BinaryFn.BINET);

  private final Map<UnaryFn, Part<Elementwise>> unary = new EnumMap<>(UnaryFn.class);
  private final Map<BinaryFn, Part<Elementwise>> binary = new EnumMap<>(BinaryFn.class);
  private final Part<Elementwise> select;

  OnDemandElementwise(WarmUp warmUp, Exercises exercises, Supplier<Elementwise> fast, Elementwise standIn) {
    for (UnaryFn f : EnumSet.complementOf(RARE_UNARY)) {
      unary.put(f, warmUp.part(fast, standIn, false, loops -> exercises.function(loops, f)));
    }
    for (BinaryFn f : EnumSet.complementOf(RARE_BINARY)) {
      binary.put(f, warmUp.part(fast, standIn, false, loops -> exercises.function(loops, f)));
    }
    select = warmUp.part(fast, standIn, false, exercises::select);
  }

  @Override
  public void map(UnaryFn f, float[] x, int xo, float[] y, int yo, int n) {
    Part<Elementwise> part = unary.get(f);
    if (part == null) {
      super.map(f, x, xo, y, yo, n);
    } else {
      part.get().map(f, x, xo, y, yo, n);
    }
  }

  @Override
  public void zip(BinaryFn f, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    Part<Elementwise> part = binary.get(f);
    if (part == null) {
      super.zip(f, a, ao, as, b, bo, bs, y, yo, n);
    } else {
      part.get().zip(f, a, ao, as, b, bo, bs, y, yo, n);
    }
  }

  @Override
  public void select(float[] c, int co, int cs, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo,
      int n) {
    select.get().select(c, co, cs, a, ao, as, b, bo, bs, y, yo, n);
  }
}

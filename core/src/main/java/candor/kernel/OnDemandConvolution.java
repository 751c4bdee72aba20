package candor.kernel;

import java.util.function.Supplier;

/// Convolutions of which only the kinds that a program uses are compiled.
final class OnDemandConvolution extends Convolution {
  private final Part<Convolution> common;
  private final Part<Convolution> padded;
  private final Part<Convolution> grouped;

  OnDemandConvolution(WarmUp warmUp, Exercises exercises, Supplier<Convolution> fast, Convolution standIn) {
    common = warmUp.part(fast, standIn, true, exercises::taps);
    padded = warmUp.part(fast, standIn, true, exercises::paddedTaps);
    grouped = warmUp.part(fast, standIn, true, exercises::depthwiseTaps);
  }

  private Convolution kind(ConvGeometry g) {
    return (g.groups() > 1 ? grouped : common).get();
  }

  @Override
  public void forward(ConvGeometry g, float[] x, int xo, float[] w, int wo, float[] y, int yo, int oFrom, int oTo,
      int rowFrom, int rowTo) {
    kind(g).forward(g, x, xo, w, wo, y, yo, oFrom, oTo, rowFrom, rowTo);
  }

  @Override
  public void inputGradient(ConvGeometry g, float[] gy, int go, float[] w, int wo, float[] gx, int xo, int cFrom,
      int cTo, int rowFrom, int rowTo) {
    kind(g).inputGradient(g, gy, go, w, wo, gx, xo, cFrom, cTo, rowFrom, rowTo);
  }

  @Override
  public void weightGradient(ConvGeometry g, float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom,
      int oTo) {
    boolean atBorder = g.ph() > 0 || g.pw() > 0;
    (g.groups() == 1 && atBorder ? padded.get() : kind(g)).weightGradient(g, x, xo, gy, go, gw, wo, oFrom, oTo);
  }

  @Override
  public void combine(int count, float[] taps, int[] at, int first, float[] x, int xo, float[] y, int yo, int n) {
    common.get().combine(count, taps, at, first, x, xo, y, yo, n);
  }
}

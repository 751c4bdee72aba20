package candor.kernel.simd;

import candor.kernel.ConvGeometry;
import candor.kernel.Convolution;

/// Convolutions in register tiles: several channels by two vectors of images, weights repeated. Where groups have so few
/// channels that tiles would be empty, channel by channel.
final class SimdConvolution extends Convolution {
  @Override
  public void forward(ConvGeometry g, float[] x, int xo, float[] w, int wo, float[] y, int yo, int oFrom, int oTo,
      int rowFrom, int rowTo) {
    Axis rows = new Axis(1, g.sh(), g.kh(), (p, k) -> inside(g.inputRow(p, k), g.h()));
    Axis columns = new Axis(1, g.sw(), g.kw(), (p, k) -> inside(g.inputColumn(p, k), g.w()));
    int taps = g.kh() * g.kw();
    Correlation correlation = new Correlation(g.n(), g.groupInputs(), g.h(), g.w(), g.oh(), g.ow(), g.kh(), g.kw(),
        g.groupInputs() * taps, taps, false);
    int to;
    for (int o = oFrom; o < oTo; o = to) {
      int group = o / g.groupOutputs();
      to = Math.min(oTo, (group + 1) * g.groupOutputs());
      correlation.run(x, xo + group * g.groupInputs() * g.inputPlane(), w, wo, y, yo, o, to, rowFrom,
          rowTo, rows, columns);
    }
  }

  private static int inside(int position, int size) {
    return position < size ? position : -1;
  }

  @Override
  public void inputGradient(ConvGeometry g, float[] gy, int go, float[] w, int wo, float[] gx, int xo, int cFrom,
      int cTo, int rowFrom, int rowTo) {
    Axis rows = new Axis(g.sh(), 1, g.kh(), (p, k) -> g.outputRow(p, g.kh() - 1 - k));
    Axis columns = new Axis(g.sw(), 1, g.kw(), (p, k) -> g.outputColumn(p, g.kw() - 1 - k));
    int taps = g.kh() * g.kw();
    Correlation correlation = new Correlation(g.n(), g.groupOutputs(), g.oh(), g.ow(), g.h(), g.w(), g.kh(), g.kw(),
        taps, g.groupInputs() * taps, true);
    int to;
    for (int c = cFrom; c < cTo; c = to) {
      int group = c / g.groupInputs();
      to = Math.min(cTo, (group + 1) * g.groupInputs());
      int first = group * g.groupOutputs();
      int channel = (first - group) * g.groupInputs() * taps;
      correlation.run(gy, go + first * g.outputPlane(), w, wo + channel, gx, xo, c, to, rowFrom, rowTo, rows,
          columns);
    }
  }

  @Override
  public void weightGradient(ConvGeometry g, float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom,
      int oTo) {
    WeightGradient tiles = new WeightGradient(g);
    if (PairGradient.isBetter(g, tiles)) {
      new PairGradient(g).run(x, xo, gy, go, gw, wo, oFrom, oTo);
    } else {
      tiles.run(x, xo, gy, go, gw, wo, oFrom, oTo);
    }
  }

  @Override
  public void combine(int count, float[] taps, int[] at, int first, float[] x, int xo, float[] y, int yo, int n) {
    Strand.run(count, taps, at, first, x, xo, y, yo, n);
  }
}

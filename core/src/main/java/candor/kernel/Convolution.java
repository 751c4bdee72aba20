package candor.kernel;

/// Two-dimensional convolution and its two adjoints on batch-innermost activations (see [ConvGeometry]), and single
/// weighted sums of rows. All are made of [RowSums].
///
/// **Specification.** Output and input gradient: every element is one chain of `Math.fma` from +0 over the pixels of the
/// other side that it sees, row by row, and at each of them over the channels, all ascending. Weight gradient: sixteen
/// virtual lanes over the batch (image `i` in lane `i mod 16`), each a chain of `Math.fma` from +0 over output rows,
/// then columns, then images; the lanes are added in a tree, `lane[j] += lane[j + 8]`, `4`, `2`, `1`. Ranges of
/// channels and rows are independent, so any split of them gives the same bits.
public class Convolution {
  /// Number of virtual lanes of the weight gradient.
  public static final int LANES = 16;
  /// Input channels of a weight gradient at a time.
  private static final int INPUTS = 16;

  /// Makes the scalar loops.
  public Convolution() {
  }

  /// Output of the convolution: `y[o, oy, ox] = Σ w[o, c, ky, kx] x[c, iy, ix]`, for a range of output channels and
  /// rows.
  ///
  /// @param g sizes
  /// @param x input
  /// @param xo offset of its first element
  /// @param w weight
  /// @param wo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param oFrom first output channel
  /// @param oTo end of output channels
  /// @param rowFrom first output row
  /// @param rowTo end of output rows
  public void forward(ConvGeometry g, float[] x, int xo, float[] w, int wo, float[] y, int yo, int oFrom, int oTo,
      int rowFrom, int rowTo) {
    int filter = g.groupInputs() * g.kh() * g.kw();
    Terms terms = Terms.own(filter);
    RowSums.F32 sums = RowSums.F32.own();
    for (int oy = rowFrom; oy < rowTo; oy++) {
      for (int ox = 0; ox < g.ow(); ox++) {
        seenByOutput(g, oy, ox, terms);
        int end;
        for (int o = oFrom; o < oTo; o = end) {
          int group = o / g.groupOutputs();
          end = Math.min(oTo, (group + 1) * g.groupOutputs());
          sums.run(terms, end - o, g.n(), w, wo + o * filter, filter, x,
              xo + group * g.groupInputs() * g.inputPlane(), y, yo + o * g.outputPlane() + (oy * g.ow() + ox) * g.n(),
              g.outputPlane());
        }
      }
    }
  }

  /// Gradient for the input, the transposed convolution: `gx[c, iy, ix] = Σ w[o, c, ky, kx] gy[o, oy, ox]`, for a range
  /// of input channels and rows.
  ///
  /// @param g sizes
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param w weight
  /// @param wo offset of its first element
  /// @param gx gradient of the input
  /// @param xo offset of its first element
  /// @param cFrom first input channel
  /// @param cTo end of input channels
  /// @param rowFrom first input row
  /// @param rowTo end of input rows
  public void inputGradient(ConvGeometry g, float[] gy, int go, float[] w, int wo, float[] gx, int xo, int cFrom,
      int cTo, int rowFrom, int rowTo) {
    int kernel = g.kh() * g.kw();
    Terms terms = Terms.own(g.groupOutputs() * kernel);
    RowSums.F32 sums = RowSums.F32.own();
    for (int iy = rowFrom; iy < rowTo; iy++) {
      for (int ix = 0; ix < g.w(); ix++) {
        seenByInput(g, iy, ix, terms);
        int end;
        for (int c = cFrom; c < cTo; c = end) {
          int group = c / g.groupInputs();
          end = Math.min(cTo, (group + 1) * g.groupInputs());
          int first = group * g.groupOutputs();
          sums.run(terms, end - c, g.n(), w, wo + (first * g.groupInputs() + c % g.groupInputs()) * kernel, kernel, gy,
              go + first * g.outputPlane(), gx, xo + c * g.inputPlane() + (iy * g.w() + ix) * g.n(), g.inputPlane());
        }
      }
    }
  }

  /// Gradient for the weight: `gw[o, c, ky, kx] = Σ gy[o, oy, ox] x[c, iy, ix]` over rows, columns and images, for a
  /// range of output channels.
  ///
  /// @param g sizes
  /// @param x input
  /// @param xo offset of its first element
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param gw gradient of the weight
  /// @param wo offset of its first element
  /// @param oFrom first output channel
  /// @param oTo end of output channels
  public void weightGradient(ConvGeometry g, float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom,
      int oTo) {
    int end;
    for (int o = oFrom; o < oTo; o = end) {
      int group = o / g.groupOutputs();
      end = Math.min(oTo, (group + 1) * g.groupOutputs());
      weightGradientOfGroup(g, x, xo + group * g.groupInputs() * g.inputPlane(), gy, go + o * g.outputPlane(), gw,
          wo + o * g.groupInputs() * g.kh() * g.kw(), end - o);
    }
  }

  /// For a tap and a lane, the product of what the tap reads, for some input channels, by the gradients of all outputs at
  /// the same places.
  private static void weightGradientOfGroup(ConvGeometry g, float[] x, int xo, float[] gy, int go, float[] gw, int wo,
      int outputs) {
    int inputs = g.groupInputs();
    int kernel = g.kh() * g.kw();
    float[][] lanes = new float[LANES][Math.min(inputs, INPUTS) * outputs];
    Terms terms = Terms.own(g.oh() * g.ow() * Math.ceilDiv(g.n(), LANES));
    RowSums.F32 sums = RowSums.F32.own();
    float[] gradients = sums.contiguous(outputs, g.outputPlane(), gy, go, 1, g.outputPlane());
    for (int tap = 0; tap < kernel; tap++) {
      for (int c = 0; c < inputs; c += INPUTS) {
        int count = Math.min(INPUTS, inputs - c);
        int listed = 0;
        for (int lane = 0; lane < LANES; lane++) {
          // Lanes of as many images differ only in where they begin; those from here on have one less.
          if (lane == 0 || lane == g.n() % LANES) {
            listed = lane;
            seenByTap(g, tap, lane, outputs, terms);
          }
          sums.run(terms, count, outputs, x, xo + c * g.inputPlane() + lane - listed, g.inputPlane(), gradients,
              (lane - listed) * outputs, lanes[lane], 0, outputs);
        }
        float[] total = tree(lanes);
        for (int i = 0; i < count * outputs; i++) {
          gw[wo + (i % outputs * inputs + c + i / outputs) * kernel + tap] = total[i];
        }
      }
    }
  }

  /// A weighted sum of rows: `y[i] = Σₜ taps[t] x[at[t] + i]`, a chain of `Math.fma` from +0 for every `i`, taps in
  /// order.
  ///
  /// @param count number of taps
  /// @param taps weights
  /// @param at where the row of each tap begins, relative to `xo`
  /// @param first place of the first tap in `taps` and `at`
  /// @param x rows
  /// @param xo offset added to `at`
  /// @param y result
  /// @param yo offset of its first element
  /// @param n length of a row
  public void combine(int count, float[] taps, int[] at, int first, float[] x, int xo, float[] y, int yo, int n) {
    RowSums.F32.own().run(Terms.listed(count, at, first), 1, n, taps, first, 0, x, xo, y, yo, 0);
  }

  private static float[] tree(float[][] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        add(lanes[j], lanes[j + half]);
      }
    }
    return lanes[0];
  }

  private static void add(float[] sum, float[] x) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += x[i];
    }
  }

  /// Output of the convolution: `y[o, oy, ox] = Σ w[o, c, ky, kx] x[c, iy, ix]`, for a range of output channels and
  /// rows.
  ///
  /// @param g sizes
  /// @param x input
  /// @param xo offset of its first element
  /// @param w weight
  /// @param wo offset of its first element
  /// @param y output
  /// @param yo offset of its first element
  /// @param oFrom first output channel
  /// @param oTo end of output channels
  /// @param rowFrom first output row
  /// @param rowTo end of output rows
  public void forward(ConvGeometry g, double[] x, int xo, double[] w, int wo, double[] y, int yo, int oFrom, int oTo,
      int rowFrom, int rowTo) {
    int filter = g.groupInputs() * g.kh() * g.kw();
    Terms terms = Terms.own(filter);
    RowSums.F64 sums = RowSums.F64.own();
    for (int oy = rowFrom; oy < rowTo; oy++) {
      for (int ox = 0; ox < g.ow(); ox++) {
        seenByOutput(g, oy, ox, terms);
        int end;
        for (int o = oFrom; o < oTo; o = end) {
          int group = o / g.groupOutputs();
          end = Math.min(oTo, (group + 1) * g.groupOutputs());
          sums.run(terms, end - o, g.n(), w, wo + o * filter, filter, x,
              xo + group * g.groupInputs() * g.inputPlane(), y, yo + o * g.outputPlane() + (oy * g.ow() + ox) * g.n(),
              g.outputPlane());
        }
      }
    }
  }

  /// Gradient for the input, the transposed convolution: `gx[c, iy, ix] = Σ w[o, c, ky, kx] gy[o, oy, ox]`, for a range
  /// of input channels and rows.
  ///
  /// @param g sizes
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param w weight
  /// @param wo offset of its first element
  /// @param gx gradient of the input
  /// @param xo offset of its first element
  /// @param cFrom first input channel
  /// @param cTo end of input channels
  /// @param rowFrom first input row
  /// @param rowTo end of input rows
  public void inputGradient(ConvGeometry g, double[] gy, int go, double[] w, int wo, double[] gx, int xo, int cFrom,
      int cTo, int rowFrom, int rowTo) {
    int kernel = g.kh() * g.kw();
    Terms terms = Terms.own(g.groupOutputs() * kernel);
    RowSums.F64 sums = RowSums.F64.own();
    for (int iy = rowFrom; iy < rowTo; iy++) {
      for (int ix = 0; ix < g.w(); ix++) {
        seenByInput(g, iy, ix, terms);
        int end;
        for (int c = cFrom; c < cTo; c = end) {
          int group = c / g.groupInputs();
          end = Math.min(cTo, (group + 1) * g.groupInputs());
          int first = group * g.groupOutputs();
          sums.run(terms, end - c, g.n(), w, wo + (first * g.groupInputs() + c % g.groupInputs()) * kernel, kernel, gy,
              go + first * g.outputPlane(), gx, xo + c * g.inputPlane() + (iy * g.w() + ix) * g.n(), g.inputPlane());
        }
      }
    }
  }

  /// Gradient for the weight: `gw[o, c, ky, kx] = Σ gy[o, oy, ox] x[c, iy, ix]` over rows, columns and images, for a
  /// range of output channels.
  ///
  /// @param g sizes
  /// @param x input
  /// @param xo offset of its first element
  /// @param gy gradient of the output
  /// @param go offset of its first element
  /// @param gw gradient of the weight
  /// @param wo offset of its first element
  /// @param oFrom first output channel
  /// @param oTo end of output channels
  public void weightGradient(ConvGeometry g, double[] x, int xo, double[] gy, int go, double[] gw, int wo, int oFrom,
      int oTo) {
    int end;
    for (int o = oFrom; o < oTo; o = end) {
      int group = o / g.groupOutputs();
      end = Math.min(oTo, (group + 1) * g.groupOutputs());
      weightGradientOfGroup(g, x, xo + group * g.groupInputs() * g.inputPlane(), gy, go + o * g.outputPlane(), gw,
          wo + o * g.groupInputs() * g.kh() * g.kw(), end - o);
    }
  }

  /// For a tap and a lane, the product of what the tap reads, for some input channels, by the gradients of all outputs at
  /// the same places.
  private static void weightGradientOfGroup(ConvGeometry g, double[] x, int xo, double[] gy, int go, double[] gw,
      int wo,
      int outputs) {
    int inputs = g.groupInputs();
    int kernel = g.kh() * g.kw();
    double[][] lanes = new double[LANES][Math.min(inputs, INPUTS) * outputs];
    Terms terms = Terms.own(g.oh() * g.ow() * Math.ceilDiv(g.n(), LANES));
    RowSums.F64 sums = RowSums.F64.own();
    double[] gradients = sums.contiguous(outputs, g.outputPlane(), gy, go, 1, g.outputPlane());
    for (int tap = 0; tap < kernel; tap++) {
      for (int c = 0; c < inputs; c += INPUTS) {
        int count = Math.min(INPUTS, inputs - c);
        int listed = 0;
        for (int lane = 0; lane < LANES; lane++) {
          // Lanes of as many images differ only in where they begin; those from here on have one less.
          if (lane == 0 || lane == g.n() % LANES) {
            listed = lane;
            seenByTap(g, tap, lane, outputs, terms);
          }
          sums.run(terms, count, outputs, x, xo + c * g.inputPlane() + lane - listed, g.inputPlane(), gradients,
              (lane - listed) * outputs, lanes[lane], 0, outputs);
        }
        double[] total = tree(lanes);
        for (int i = 0; i < count * outputs; i++) {
          gw[wo + (i % outputs * inputs + c + i / outputs) * kernel + tap] = total[i];
        }
      }
    }
  }

  /// A weighted sum of rows: `y[i] = Σₜ taps[t] x[at[t] + i]`, a chain of `Math.fma` from +0 for every `i`, taps in
  /// order.
  ///
  /// @param count number of taps
  /// @param taps weights
  /// @param at where the row of each tap begins, relative to `xo`
  /// @param first place of the first tap in `taps` and `at`
  /// @param x rows
  /// @param xo offset added to `at`
  /// @param y result
  /// @param yo offset of its first element
  /// @param n length of a row
  public void combine(int count, double[] taps, int[] at, int first, double[] x, int xo, double[] y, int yo, int n) {
    RowSums.F64.own().run(Terms.listed(count, at, first), 1, n, taps, first, 0, x, xo, y, yo, 0);
  }

  private static double[] tree(double[][] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        add(lanes[j], lanes[j + half]);
      }
    }
    return lanes[0];
  }

  private static void add(double[] sum, double[] x) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += x[i];
    }
  }

  /// What the chain of an output runs over: the pixels of its window, and at each the channels of the group.
  private static void seenByOutput(ConvGeometry g, int oy, int ox, Terms terms) {
    terms.clear();
    for (int ky = 0; ky < g.kh(); ky++) {
      int iy = g.inputRow(oy, ky);
      for (int kx = 0; kx < g.kw(); kx++) {
        int ix = g.inputColumn(ox, kx);
        if (iy >= 0 && iy < g.h() && ix >= 0 && ix < g.w()) {
          for (int c = 0; c < g.groupInputs(); c++) {
            terms.add((c * g.kh() + ky) * g.kw() + kx, c * g.inputPlane() + (iy * g.w() + ix) * g.n());
          }
        }
      }
    }
  }

  /// What the chain of an input's gradient runs over: the pixels whose windows it is in, and at each the channels of the
  /// group.
  private static void seenByInput(ConvGeometry g, int iy, int ix, Terms terms) {
    terms.clear();
    for (int ky = g.kh() - 1; ky >= 0; ky--) {
      int oy = g.outputRow(iy, ky);
      for (int kx = g.kw() - 1; kx >= 0; kx--) {
        int ox = g.outputColumn(ix, kx);
        if (oy >= 0 && ox >= 0) {
          for (int o = 0; o < g.groupOutputs(); o++) {
            terms.add((o * g.groupInputs() * g.kh() + ky) * g.kw() + kx,
                o * g.outputPlane() + (oy * g.ow() + ox) * g.n());
          }
        }
      }
    }
  }

  /// What a lane of a weight's gradient runs over: the pixels that its tap connects, and at each the images of the lane.
  /// The inputs are the weights here, and the outputs' gradients the rows.
  private static void seenByTap(ConvGeometry g, int tap, int lane, int outputs, Terms terms) {
    terms.clear();
    for (int oy = 0; oy < g.oh(); oy++) {
      int iy = g.inputRow(oy, tap / g.kw());
      for (int ox = 0; ox < g.ow(); ox++) {
        int ix = g.inputColumn(ox, tap % g.kw());
        if (iy >= 0 && iy < g.h() && ix >= 0 && ix < g.w()) {
          for (int i = lane; i < g.n(); i += LANES) {
            terms.add((iy * g.w() + ix) * g.n() + i, ((oy * g.ow() + ox) * g.n() + i) * outputs);
          }
        }
      }
    }
  }
}

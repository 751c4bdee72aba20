package candor.kernel;

/// One step of a [RecurrentCell] for one sequence, and its gradient.
///
/// What belongs to a step lies gate by gate, or state by state, `units` numbers each. Units do not depend on each other,
/// so any set of them gives the same bits.
public class Recurrence {
  /// Makes the scalar loops.
  public Recurrence() {
  }

  /// Makes the new state of the old one.
  ///
  /// @param cell kind of cell
  /// @param units number of units
  /// @param from first unit to compute
  /// @param x product with the input weights
  /// @param xo offset of its first number
  /// @param p product with the recurrent weights
  /// @param po offset of its first number
  /// @param bias biases of the first product, then those of the second
  /// @param bo offset of the first one
  /// @param state states, overwritten
  /// @param so offset of the first number
  /// @param ss distance between states
  /// @param kept what the gradient needs, written: `h` of the simple cells; `i`, `f`, `g`, `o`, the old `c` and `tanh` of
  ///     the new one; `r`, `z`, `n`, `pₙ + qₙ` and the old `h`
  /// @param ko offset of the first number
  public void step(RecurrentCell cell, int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo,
      float[] state, int so, int ss, float[] kept, int ko) {
    switch (cell) {
      case RNN_TANH -> tanh(units, from, x, xo, p, po, bias, bo, state, so, kept, ko);
      case RNN_RELU -> relu(units, from, x, xo, p, po, bias, bo, state, so, kept, ko);
      case LSTM -> lstm(units, from, x, xo, p, po, bias, bo, state, so, so + ss, kept, ko);
      case GRU -> gru(units, from, x, xo, p, po, bias, bo, state, so, kept, ko);
    }
  }

  /// Makes the new state of the old one.
  ///
  /// @param cell kind of cell
  /// @param units number of units
  /// @param from first unit to compute
  /// @param x product with the input weights
  /// @param xo offset of its first number
  /// @param p product with the recurrent weights
  /// @param po offset of its first number
  /// @param bias biases of the first product, then those of the second
  /// @param bo offset of the first one
  /// @param state states, overwritten
  /// @param so offset of the first number
  /// @param ss distance between states
  /// @param kept what the gradient needs, written: `h` of the simple cells; `i`, `f`, `g`, `o`, the old `c` and `tanh` of
  ///     the new one; `r`, `z`, `n`, `pₙ + qₙ` and the old `h`
  /// @param ko offset of the first number
  public void step(RecurrentCell cell, int units, int from, double[] x, int xo, double[] p, int po, double[] bias,
      int bo,
      double[] state, int so, int ss, double[] kept, int ko) {
    switch (cell) {
      case RNN_TANH -> tanh(units, from, x, xo, p, po, bias, bo, state, so, kept, ko);
      case RNN_RELU -> relu(units, from, x, xo, p, po, bias, bo, state, so, kept, ko);
      case LSTM -> lstm(units, from, x, xo, p, po, bias, bo, state, so, so + ss, kept, ko);
      case GRU -> gru(units, from, x, xo, p, po, bias, bo, state, so, kept, ko);
    }
  }

  /// Makes gradients for the old state and the products of those for the new state.
  ///
  /// @param cell kind of cell
  /// @param units number of units
  /// @param from first unit to compute
  /// @param g what is added to the gradient of the new `h`: that of the step's output
  /// @param go offset of its first number
  /// @param kept what [#step] kept
  /// @param ko offset of the first number
  /// @param state gradients of the new states; overwritten with those of the old ones, without what reaches `h` through
  ///     the product
  /// @param so offset of the first number
  /// @param ss distance between states
  /// @param dx gradient of the first product, written
  /// @param xo offset of its first number
  /// @param dp gradient of the second product, written where the cell [splits][RecurrentCell#splits]; else it is `dx`
  /// @param po offset of its first number
  public void gradient(RecurrentCell cell, int units, int from, float[] g, int go, float[] kept, int ko, float[] state,
      int so, int ss, float[] dx, int xo, float[] dp, int po) {
    switch (cell) {
      case RNN_TANH -> tanhGradient(units, from, g, go, kept, ko, state, so, dx, xo);
      case RNN_RELU -> reluGradient(units, from, g, go, kept, ko, state, so, dx, xo);
      case LSTM -> lstmGradient(units, from, g, go, kept, ko, state, so, so + ss, dx, xo);
      case GRU -> gruGradient(units, from, g, go, kept, ko, state, so, dx, xo, dp, po);
    }
  }

  /// Makes gradients for the old state and the products of those for the new state.
  ///
  /// @param cell kind of cell
  /// @param units number of units
  /// @param from first unit to compute
  /// @param g what is added to the gradient of the new `h`: that of the step's output
  /// @param go offset of its first number
  /// @param kept what [#step] kept
  /// @param ko offset of the first number
  /// @param state gradients of the new states; overwritten with those of the old ones, without what reaches `h` through
  ///     the product
  /// @param so offset of the first number
  /// @param ss distance between states
  /// @param dx gradient of the first product, written
  /// @param xo offset of its first number
  /// @param dp gradient of the second product, written where the cell [splits][RecurrentCell#splits]; else it is `dx`
  /// @param po offset of its first number
  public void gradient(RecurrentCell cell, int units, int from, double[] g, int go, double[] kept, int ko,
      double[] state,
      int so, int ss, double[] dx, int xo, double[] dp, int po) {
    switch (cell) {
      case RNN_TANH -> tanhGradient(units, from, g, go, kept, ko, state, so, dx, xo);
      case RNN_RELU -> reluGradient(units, from, g, go, kept, ko, state, so, dx, xo);
      case LSTM -> lstmGradient(units, from, g, go, kept, ko, state, so, so + ss, dx, xo);
      case GRU -> gruGradient(units, from, g, go, kept, ko, state, so, dx, xo, dp, po);
    }
  }

  /// [RecurrentCell#RNN_TANH].
  private static void tanh(int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo, float[] h,
      int ho, float[] kept, int ko) {
    for (int j = from; j < units; j++) {
      kept[ko + j] = F32Math.tanh((x[xo + j] + bias[bo + j]) + (p[po + j] + bias[bo + units + j]));
      h[ho + j] = kept[ko + j];
    }
  }

  private static void tanh(int units, int from, double[] x, int xo, double[] p, int po, double[] bias, int bo,
      double[] h, int ho,
      double[] kept, int ko) {
    for (int j = from; j < units; j++) {
      kept[ko + j] = StrictMath.tanh((x[xo + j] + bias[bo + j]) + (p[po + j] + bias[bo + units + j]));
      h[ho + j] = kept[ko + j];
    }
  }

  /// [RecurrentCell#RNN_RELU].
  private static void relu(int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo, float[] h,
      int ho, float[] kept, int ko) {
    for (int j = from; j < units; j++) {
      kept[ko + j] = Math.max((x[xo + j] + bias[bo + j]) + (p[po + j] + bias[bo + units + j]), 0f);
      h[ho + j] = kept[ko + j];
    }
  }

  private static void relu(int units, int from, double[] x, int xo, double[] p, int po, double[] bias, int bo,
      double[] h, int ho,
      double[] kept, int ko) {
    for (int j = from; j < units; j++) {
      kept[ko + j] = Math.max((x[xo + j] + bias[bo + j]) + (p[po + j] + bias[bo + units + j]), 0.0);
      h[ho + j] = kept[ko + j];
    }
  }

  /// [RecurrentCell#LSTM]: `c' = fma(f, c, i g)`.
  private static void lstm(int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo,
      float[] state,
      int ho, int co, float[] kept, int ko) {
    int other = bo + 4 * units;
    for (int j = from; j < units; j++) {
      int f = j + units;
      int g = j + 2 * units;
      int o = j + 3 * units;
      kept[ko + j] = F32Math.sigmoid((x[xo + j] + bias[bo + j]) + (p[po + j] + bias[other + j]));
      kept[ko + f] = F32Math.sigmoid((x[xo + f] + bias[bo + f]) + (p[po + f] + bias[other + f]));
      kept[ko + g] = F32Math.tanh((x[xo + g] + bias[bo + g]) + (p[po + g] + bias[other + g]));
      kept[ko + o] = F32Math.sigmoid((x[xo + o] + bias[bo + o]) + (p[po + o] + bias[other + o]));
      float c = state[co + j];
      state[co + j] = Math.fma(kept[ko + f], c, kept[ko + j] * kept[ko + g]);
      kept[ko + o + units] = c;
      kept[ko + o + 2 * units] = F32Math.tanh(state[co + j]);
      state[ho + j] = kept[ko + o] * kept[ko + o + 2 * units];
    }
  }

  private static void lstm(int units, int from, double[] x, int xo, double[] p, int po, double[] bias, int bo,
      double[] state,
      int ho, int co, double[] kept, int ko) {
    int other = bo + 4 * units;
    for (int j = from; j < units; j++) {
      int f = j + units;
      int g = j + 2 * units;
      int o = j + 3 * units;
      kept[ko + j] = sigmoid((x[xo + j] + bias[bo + j]) + (p[po + j] + bias[other + j]));
      kept[ko + f] = sigmoid((x[xo + f] + bias[bo + f]) + (p[po + f] + bias[other + f]));
      kept[ko + g] = StrictMath.tanh((x[xo + g] + bias[bo + g]) + (p[po + g] + bias[other + g]));
      kept[ko + o] = sigmoid((x[xo + o] + bias[bo + o]) + (p[po + o] + bias[other + o]));
      double c = state[co + j];
      state[co + j] = Math.fma(kept[ko + f], c, kept[ko + j] * kept[ko + g]);
      kept[ko + o + units] = c;
      kept[ko + o + 2 * units] = StrictMath.tanh(state[co + j]);
      state[ho + j] = kept[ko + o] * kept[ko + o + 2 * units];
    }
  }

  /// [RecurrentCell#GRU]: `n` is the `tanh` of `fma(r, pₙ + qₙ, xₙ + bₙ)`, and `h' = fma(z, h
  /// − n, n)`.
  private static void gru(int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo, float[] h,
      int ho, float[] kept, int ko) {
    int other = bo + 3 * units;
    for (int j = from; j < units; j++) {
      int z = j + units;
      int n = j + 2 * units;
      kept[ko + j] = F32Math.sigmoid((x[xo + j] + bias[bo + j]) + (p[po + j] + bias[other + j]));
      kept[ko + z] = F32Math.sigmoid((x[xo + z] + bias[bo + z]) + (p[po + z] + bias[other + z]));
      float product = p[po + n] + bias[other + n];
      kept[ko + n] = F32Math.tanh(Math.fma(kept[ko + j], product, x[xo + n] + bias[bo + n]));
      kept[ko + n + units] = product;
      kept[ko + n + 2 * units] = h[ho + j];
      h[ho + j] = Math.fma(kept[ko + z], h[ho + j] - kept[ko + n], kept[ko + n]);
    }
  }

  private static void gru(int units, int from, double[] x, int xo, double[] p, int po, double[] bias, int bo,
      double[] h, int ho,
      double[] kept, int ko) {
    int other = bo + 3 * units;
    for (int j = from; j < units; j++) {
      int z = j + units;
      int n = j + 2 * units;
      kept[ko + j] = sigmoid((x[xo + j] + bias[bo + j]) + (p[po + j] + bias[other + j]));
      kept[ko + z] = sigmoid((x[xo + z] + bias[bo + z]) + (p[po + z] + bias[other + z]));
      double product = p[po + n] + bias[other + n];
      kept[ko + n] = StrictMath.tanh(Math.fma(kept[ko + j], product, x[xo + n] + bias[bo + n]));
      kept[ko + n + units] = product;
      kept[ko + n + 2 * units] = h[ho + j];
      h[ho + j] = Math.fma(kept[ko + z], h[ho + j] - kept[ko + n], kept[ko + n]);
    }
  }

  /// Gradient of [RecurrentCell#RNN_TANH]: with `e` the gradient of `h`, `(1 − h²) e`.
  private static void tanhGradient(int units, int from, float[] g, int go, float[] kept, int ko, float[] state, int so,
      float[] dx, int xo) {
    for (int j = from; j < units; j++) {
      float h = kept[ko + j];
      dx[xo + j] = Math.fma(-h, h, 1f) * (state[so + j] + g[go + j]);
      state[so + j] = 0;
    }
  }

  private static void tanhGradient(int units, int from, double[] g, int go, double[] kept, int ko, double[] state,
      int so,
      double[] dx, int xo) {
    for (int j = from; j < units; j++) {
      double h = kept[ko + j];
      dx[xo + j] = Math.fma(-h, h, 1) * (state[so + j] + g[go + j]);
      state[so + j] = 0;
    }
  }

  /// Gradient of [RecurrentCell#RNN_RELU]: that of `h` where `h` is positive or NaN, else 0.
  private static void reluGradient(int units, int from, float[] g, int go, float[] kept, int ko, float[] state, int so,
      float[] dx, int xo) {
    for (int j = from; j < units; j++) {
      dx[xo + j] = kept[ko + j] <= 0 ? 0f : state[so + j] + g[go + j];
      state[so + j] = 0;
    }
  }

  private static void reluGradient(int units, int from, double[] g, int go, double[] kept, int ko, double[] state,
      int so,
      double[] dx, int xo) {
    for (int j = from; j < units; j++) {
      dx[xo + j] = kept[ko + j] <= 0 ? 0.0 : state[so + j] + g[go + j];
      state[so + j] = 0;
    }
  }

  /// Gradient of [RecurrentCell#LSTM]: with `e` the gradient of `h`, `t = tanh c'` and `d = fma(e o, 1 − t², that of
  /// c')`, those of the gates are `(d g)(i − i²)`, `(d c)(f − f²)`, `(d i)(1 − g²)`, `(e t)(o − o²)`, and that of `c` is `d
  /// f`.
  private static void lstmGradient(int units, int from, float[] g, int go, float[] kept, int ko, float[] state, int ho,
      int co, float[] dx, int xo) {
    for (int j = from; j < units; j++) {
      int at = ko + j;
      float i = kept[at];
      float f = kept[at + units];
      float m = kept[at + 2 * units];
      float o = kept[at + 3 * units];
      float t = kept[at + 5 * units];
      float e = state[ho + j] + g[go + j];
      float d = Math.fma(e * o, Math.fma(-t, t, 1f), state[co + j]);
      int to = xo + j;
      dx[to] = d * m * Math.fma(-i, i, i);
      dx[to + units] = d * kept[at + 4 * units] * Math.fma(-f, f, f);
      dx[to + 2 * units] = d * i * Math.fma(-m, m, 1f);
      dx[to + 3 * units] = e * t * Math.fma(-o, o, o);
      state[co + j] = d * f;
      state[ho + j] = 0;
    }
  }

  private static void lstmGradient(int units, int from, double[] g, int go, double[] kept, int ko, double[] state,
      int ho, int co,
      double[] dx, int xo) {
    for (int j = from; j < units; j++) {
      int at = ko + j;
      double i = kept[at];
      double f = kept[at + units];
      double m = kept[at + 2 * units];
      double o = kept[at + 3 * units];
      double t = kept[at + 5 * units];
      double e = state[ho + j] + g[go + j];
      double d = Math.fma(e * o, Math.fma(-t, t, 1), state[co + j]);
      int to = xo + j;
      dx[to] = d * m * Math.fma(-i, i, i);
      dx[to + units] = d * kept[at + 4 * units] * Math.fma(-f, f, f);
      dx[to + 2 * units] = d * i * Math.fma(-m, m, 1);
      dx[to + 3 * units] = e * t * Math.fma(-o, o, o);
      state[co + j] = d * f;
      state[ho + j] = 0;
    }
  }

  /// Gradient of [RecurrentCell#GRU]: with `e` the gradient of `h'`, `d = (e (1 − z))(1 − n²)` and `s = pₙ + qₙ`, those of
  /// the gates are `(d s)(r − r²)`, `(e (h − n))(z − z²)`, and `d` for the first product, `d r` for the second; that of `h`
  /// is `e z`.
  private static void gruGradient(int units, int from, float[] g, int go, float[] kept, int ko, float[] state, int so,
      float[] dx, int xo, float[] dp, int po) {
    for (int j = from; j < units; j++) {
      int at = ko + j;
      float r = kept[at];
      float z = kept[at + units];
      float n = kept[at + 2 * units];
      float e = state[so + j] + g[go + j];
      float d = e * (1 - z) * Math.fma(-n, n, 1f);
      int to = xo + j;
      dx[to] = d * kept[at + 3 * units] * Math.fma(-r, r, r);
      dx[to + units] = e * (kept[at + 4 * units] - n) * Math.fma(-z, z, z);
      dx[to + 2 * units] = d;
      dp[po + j] = dx[to];
      dp[po + j + units] = dx[to + units];
      dp[po + j + 2 * units] = d * r;
      state[so + j] = e * z;
    }
  }

  private static void gruGradient(int units, int from, double[] g, int go, double[] kept, int ko, double[] state,
      int so,
      double[] dx, int xo, double[] dp, int po) {
    for (int j = from; j < units; j++) {
      int at = ko + j;
      double r = kept[at];
      double z = kept[at + units];
      double n = kept[at + 2 * units];
      double e = state[so + j] + g[go + j];
      double d = e * (1 - z) * Math.fma(-n, n, 1);
      int to = xo + j;
      dx[to] = d * kept[at + 3 * units] * Math.fma(-r, r, r);
      dx[to + units] = e * (kept[at + 4 * units] - n) * Math.fma(-z, z, z);
      dx[to + 2 * units] = d;
      dp[po + j] = dx[to];
      dp[po + j + units] = dx[to + units];
      dp[po + j + 2 * units] = d * r;
      state[so + j] = e * z;
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}

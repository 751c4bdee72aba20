package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.Recurrence;
import candor.kernel.RecurrentCell;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Steps of recurrent cells a vector of units at a time.
///
/// A step with two transcendental functions takes two loops (see [VectorMath]), and these must not become one method by
/// inlining, where the second would be boxed. So they are called in one place that sees three of them, too many for the
/// compiler to inline, and that takes them from an array, whose elements are no constants.
final class SimdRecurrence extends Recurrence {
  private static final int SIGMOID = 0;
  private static final int TANH = 1;
  private static final int LSTM_STATE = 2;
  private static final int GRU_STATE = 3;
  private static final Loop[] LOOPS =
      {SimdRecurrence::sigmoid, SimdRecurrence::tanh, SimdRecurrence::lstmState, SimdRecurrence::gruState};

  /// A part of a step: of the units 0 to `n − 1`, or of the numbers `from` to `from + n − 1` of the gates.
  private interface Loop {
    void run(int n, int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo, int qo,
        float[] state, int so, int ss, float[] kept, int ko);
  }

  @Override
  public void step(RecurrentCell cell, int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo,
      float[] state, int so, int ss, float[] kept, int ko) {
    int n = from == 0 ? SPECIES.loopBound(units) : 0;
    int qo = bo + cell.gates() * units;
    if (n > 0) {
      switch (cell) {
        case RNN_TANH -> {
          run(TANH, n, units, 0, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
          System.arraycopy(kept, ko, state, so, n);
        }
        case RNN_RELU -> {
          relu(n, x, xo, p, po, bias, bo, qo, kept, ko);
          System.arraycopy(kept, ko, state, so, n);
        }
        case LSTM -> {
          twoGates(n, units, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
          run(TANH, n, units, 2 * units, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
          run(SIGMOID, n, units, 3 * units, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
          run(LSTM_STATE, n, units, 0, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
        }
        case GRU -> {
          twoGates(n, units, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
          run(GRU_STATE, n, units, 0, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
        }
      }
    }
    super.step(cell, units, from + n, x, xo, p, po, bias, bo, state, so, ss, kept, ko);
  }

  /// The first two gates, which are neighbours if all units fill vectors.
  private static void twoGates(int n, int units, float[] x, int xo, float[] p, int po, float[] bias, int bo, int qo,
      float[] state, int so, int ss, float[] kept, int ko) {
    if (n == units) {
      run(SIGMOID, 2 * n, units, 0, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
    } else {
      run(SIGMOID, n, units, 0, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
      run(SIGMOID, n, units, units, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
    }
  }

  private static void run(int loop, int n, int units, int from, float[] x, int xo, float[] p, int po, float[] bias,
      int bo, int qo, float[] state, int so, int ss, float[] kept, int ko) {
    LOOPS[loop].run(n, units, from, x, xo, p, po, bias, bo, qo, state, so, ss, kept, ko);
  }

  private static void sigmoid(int n, int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo,
      int qo, float[] state, int so, int ss, float[] kept, int ko) {
    for (int i = from; i < from + n; i += WIDTH) {
      VectorMath.sigmoid(sum(x, xo + i, p, po + i, bias, bo + i, qo + i)).intoArray(kept, ko + i);
    }
  }

  private static void tanh(int n, int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo,
      int qo, float[] state, int so, int ss, float[] kept, int ko) {
    for (int i = from; i < from + n; i += WIDTH) {
      VectorMath.tanh(sum(x, xo + i, p, po + i, bias, bo + i, qo + i)).intoArray(kept, ko + i);
    }
  }

  private static void relu(int n, float[] x, int xo, float[] p, int po, float[] bias, int bo, int qo, float[] kept,
      int ko) {
    for (int i = 0; i < n; i += WIDTH) {
      sum(x, xo + i, p, po + i, bias, bo + i, qo + i).max(0f).intoArray(kept, ko + i);
    }
  }

  private static FloatVector sum(float[] x, int xo, float[] p, int po, float[] bias, int bo, int qo) {
    FloatVector ofInput = fromArray(SPECIES, x, xo).add(fromArray(SPECIES, bias, bo));
    return ofInput.add(fromArray(SPECIES, p, po).add(fromArray(SPECIES, bias, qo)));
  }

  private static void lstmState(int n, int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo,
      int qo, float[] state, int so, int ss, float[] kept, int ko) {
    int co = so + ss;
    int last = ko + 4 * units;
    for (int j = 0; j < n; j += WIDTH) {
      int at = ko + j;
      FloatVector c = fromArray(SPECIES, state, co + j);
      FloatVector added = fromArray(SPECIES, kept, at).mul(fromArray(SPECIES, kept, at + 2 * units));
      FloatVector next = fromArray(SPECIES, kept, at + units).fma(c, added);
      FloatVector t = VectorMath.tanh(next);
      c.intoArray(kept, last + j);
      next.intoArray(state, co + j);
      t.intoArray(kept, last + units + j);
      fromArray(SPECIES, kept, at + 3 * units).mul(t).intoArray(state, so + j);
    }
  }

  private static void gruState(int n, int units, int from, float[] x, int xo, float[] p, int po, float[] bias, int bo,
      int qo, float[] state, int so, int ss, float[] kept, int ko) {
    int third = 2 * units;
    int last = ko + 3 * units;
    for (int j = 0; j < n; j += WIDTH) {
      int i = third + j;
      FloatVector product = fromArray(SPECIES, p, po + i).add(fromArray(SPECIES, bias, qo + i));
      FloatVector ofInput = fromArray(SPECIES, x, xo + i).add(fromArray(SPECIES, bias, bo + i));
      FloatVector candidate = VectorMath.tanh(fromArray(SPECIES, kept, ko + j).fma(product, ofInput));
      FloatVector h = fromArray(SPECIES, state, so + j);
      candidate.intoArray(kept, ko + i);
      product.intoArray(kept, last + j);
      h.intoArray(kept, last + units + j);
      fromArray(SPECIES, kept, ko + units + j).fma(h.sub(candidate), candidate).intoArray(state, so + j);
    }
  }

  @Override
  public void gradient(RecurrentCell cell, int units, int from, float[] g, int go, float[] kept, int ko, float[] state,
      int so, int ss, float[] dx, int xo, float[] dp, int po) {
    int n = from == 0 ? SPECIES.loopBound(units) : 0;
    if (n > 0) {
      switch (cell) {
        case RNN_TANH -> tanhGradient(n, g, go, kept, ko, state, so, dx, xo);
        case RNN_RELU -> reluGradient(n, g, go, kept, ko, state, so, dx, xo);
        case LSTM -> lstmGradient(n, units, g, go, kept, ko, state, so, so + ss, dx, xo);
        case GRU -> gruGradient(n, units, g, go, kept, ko, state, so, dx, xo, dp, po);
      }
    }
    super.gradient(cell, units, from + n, g, go, kept, ko, state, so, ss, dx, xo, dp, po);
  }

  private static void tanhGradient(int n, float[] g, int go, float[] kept, int ko, float[] state, int so, float[] dx,
      int xo) {
    for (int j = 0; j < n; j += WIDTH) {
      FloatVector e = fromArray(SPECIES, state, so + j).add(fromArray(SPECIES, g, go + j));
      oneLessSquare(fromArray(SPECIES, kept, ko + j)).mul(e).intoArray(dx, xo + j);
      FloatVector.zero(SPECIES).intoArray(state, so + j);
    }
  }

  private static void reluGradient(int n, float[] g, int go, float[] kept, int ko, float[] state, int so, float[] dx,
      int xo) {
    for (int j = 0; j < n; j += WIDTH) {
      FloatVector e = fromArray(SPECIES, state, so + j).add(fromArray(SPECIES, g, go + j));
      FloatVector h = fromArray(SPECIES, kept, ko + j);
      e.blend(0f, h.compare(VectorOperators.LE, 0f)).intoArray(dx, xo + j);
      FloatVector.zero(SPECIES).intoArray(state, so + j);
    }
  }

  private static void lstmGradient(int n, int units, float[] g, int go, float[] kept, int ko, float[] state, int ho,
      int co, float[] dx, int xo) {
    for (int j = 0; j < n; j += WIDTH) {
      int at = ko + j;
      int to = xo + j;
      FloatVector i = fromArray(SPECIES, kept, at);
      FloatVector f = fromArray(SPECIES, kept, at + units);
      FloatVector m = fromArray(SPECIES, kept, at + 2 * units);
      FloatVector o = fromArray(SPECIES, kept, at + 3 * units);
      FloatVector t = fromArray(SPECIES, kept, at + 5 * units);
      FloatVector e = fromArray(SPECIES, state, ho + j).add(fromArray(SPECIES, g, go + j));
      FloatVector d = e.mul(o).fma(oneLessSquare(t), fromArray(SPECIES, state, co + j));
      d.mul(m).mul(i.neg().fma(i, i)).intoArray(dx, to);
      d.mul(fromArray(SPECIES, kept, at + 4 * units)).mul(f.neg().fma(f, f)).intoArray(dx, to + units);
      d.mul(i).mul(oneLessSquare(m)).intoArray(dx, to + 2 * units);
      e.mul(t).mul(o.neg().fma(o, o)).intoArray(dx, to + 3 * units);
      d.mul(f).intoArray(state, co + j);
      FloatVector.zero(SPECIES).intoArray(state, ho + j);
    }
  }

  private static void gruGradient(int n, int units, float[] g, int go, float[] kept, int ko, float[] state, int so,
      float[] dx, int xo, float[] dp, int po) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int j = 0; j < n; j += WIDTH) {
      int at = ko + j;
      FloatVector r = fromArray(SPECIES, kept, at);
      FloatVector z = fromArray(SPECIES, kept, at + units);
      FloatVector m = fromArray(SPECIES, kept, at + 2 * units);
      FloatVector e = fromArray(SPECIES, state, so + j).add(fromArray(SPECIES, g, go + j));
      FloatVector d = e.mul(one.sub(z)).mul(oneLessSquare(m));
      FloatVector ofReset = d.mul(fromArray(SPECIES, kept, at + 3 * units)).mul(r.neg().fma(r, r));
      FloatVector ofUpdate = e.mul(fromArray(SPECIES, kept, at + 4 * units).sub(m)).mul(z.neg().fma(z, z));
      ofReset.intoArray(dx, xo + j);
      ofUpdate.intoArray(dx, xo + units + j);
      d.intoArray(dx, xo + 2 * units + j);
      ofReset.intoArray(dp, po + j);
      ofUpdate.intoArray(dp, po + units + j);
      d.mul(r).intoArray(dp, po + 2 * units + j);
      e.mul(z).intoArray(state, so + j);
    }
  }

  /// `1 − x²`.
  private static FloatVector oneLessSquare(FloatVector x) {
    return x.neg().fma(x, broadcast(SPECIES, 1f));
  }
}

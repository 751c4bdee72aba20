package candor.nn.optim;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/// A learning rate, or another number, as a function of the step.
///
/// ```java
/// Schedule rate = Schedule.linear(0, 0.1, 500).then(500, Schedule.cosine(0.1, 0, 9500));
/// optimizer.rate(rate.at(step));
/// ```
///
/// A step is whatever is counted: batches, or epochs; [#every] turns a function of epochs into one of batches. There is
/// no state, so training that is resumed needs the number of its step only. Schedules that end keep their last value.
/// [Plateau] depends on what happens and is no schedule.
@FunctionalInterface
public interface Schedule extends IntToDoubleFunction {
  /// The value of a step.
  ///
  /// @param step number of the step, from 0
  /// @return the value
  /// @throws IllegalArgumentException if the number is negative
  double at(int step);

  @Override
  default double applyAsDouble(int step) {
    return at(step);
  }

  /// The same value always.
  ///
  /// @param value the value
  /// @return the schedule
  static Schedule constant(double value) {
    return step -> {
      requireStep(step);
      return value;
    };
  }

  /// `value · factor^⌊step / size⌋`.
  ///
  /// @param value first value
  /// @param factor what it is multiplied with
  /// @param size steps between two multiplications, at least 1
  /// @return the schedule
  /// @throws IllegalArgumentException if the size is below 1
  static Schedule steps(double value, double factor, int size) {
    return exponential(value, factor).every(size);
  }

  /// `value · factorᵏ` after `k` of the milestones.
  ///
  /// @param value first value
  /// @param factor what it is multiplied with
  /// @param milestones the steps, ascending, that have the new value first
  /// @return the schedule
  /// @throws IllegalArgumentException if the milestones do not ascend
  static Schedule multiStep(double value, double factor, int... milestones) {
    int[] at = milestones.clone();
    for (int i = 1; i < at.length; i++) {
      if (at[i] <= at[i - 1]) {
        throw new IllegalArgumentException(
            "schedule: milestones " + Arrays.toString(at) + ", expected ascending numbers");
      }
    }
    return step -> {
      requireStep(step);
      return value * StrictMath.pow(factor, (double) Arrays.stream(at).filter(m -> m <= step).count());
    };
  }

  /// `value · factor^step`.
  ///
  /// @param value first value
  /// @param factor what it is multiplied with after every step
  /// @return the schedule
  static Schedule exponential(double value, double factor) {
    return step -> value * StrictMath.pow(factor, requireStep(step));
  }

  /// A straight line, `from + (to − from) step / steps`, then `to`.
  ///
  /// @param from first value
  /// @param to value at the end
  /// @param steps how many it takes, at least 1
  /// @return the schedule
  /// @throws IllegalArgumentException if there are no steps
  static Schedule linear(double from, double to, int steps) {
    return polynomial(from, to, steps, 1);
  }

  /// `to + (from − to) (1 − step / steps)^power`, then `to`.
  ///
  /// @param from first value
  /// @param to value at the end
  /// @param steps how many it takes, at least 1
  /// @param power power, positive
  /// @return the schedule
  /// @throws IllegalArgumentException if there are no steps, or the power is not positive
  static Schedule polynomial(double from, double to, int steps, double power) {
    if (!(power > 0)) {
      throw new IllegalArgumentException("schedule: power " + power + ", expected a positive number");
    }
    return between(steps, t -> to + (from - to) * StrictMath.pow(1 - t, power));
  }

  /// Half a cosine, `to + (from − to) (1 + cos(π step / steps)) / 2`, then `to` (Loshchilov & Hutter 2017, eq. 5).
  ///
  /// @param from first value
  /// @param to value at the end
  /// @param steps how many it takes, at least 1
  /// @return the schedule
  /// @throws IllegalArgumentException if there are no steps
  static Schedule cosine(double from, double to, int steps) {
    return between(steps, t -> cosine(from, to, t));
  }

  /// Cosines that restart at the top, each `growth` times as long as the one before (Loshchilov & Hutter 2017).
  ///
  /// @param from value after every restart
  /// @param to value that every cosine approaches
  /// @param first steps of the first one, at least 1
  /// @param growth factor of the lengths, at least 1
  /// @return the schedule
  /// @throws IllegalArgumentException if a number is below 1
  static Schedule cosineRestarts(double from, double to, int first, int growth) {
    requireLength("first", first);
    requireLength("growth", growth);
    return step -> {
      long at = requireStep(step);
      long length = first;
      if (growth == 1) {
        at %= length;
      }
      while (at >= length) {
        at -= length;
        length *= growth;
      }
      return cosine(from, to, (double) at / length);
    };
  }

  private static double cosine(double from, double to, double t) {
    return to + (from - to) * (1 + StrictMath.cos(Math.PI * t)) / 2;
  }

  /// One cycle (Smith & Topin 2018) with PyTorch's numbers: a cosine from `peak / 25` up to `peak` for 30 % of the
  /// steps, then one down to `peak / 250 000`, which the last step has.
  ///
  /// @param peak largest value
  /// @param steps number of steps, at least 2
  /// @return the schedule
  /// @throws IllegalArgumentException if there are less than 2 steps
  static Schedule oneCycle(double peak, int steps) {
    return oneCycle(peak / 25, peak, peak / 250_000, steps, 0.3);
  }

  /// One cycle (Smith & Topin 2018): a cosine up, then one down, whose end the last step has.
  ///
  /// @param from value of step 0
  /// @param peak value of step `rise · steps − 1`, which need not be a whole number
  /// @param to value of step `steps − 1`
  /// @param steps number of steps, at least 2
  /// @param rise share of the steps that go up, with `1 < rise · steps < steps`
  /// @return the schedule
  /// @throws IllegalArgumentException if there are less than 2 steps, or one way has none
  static Schedule oneCycle(double from, double peak, double to, int steps, double rise) {
    double top = rise * steps - 1;
    double end = steps - 1.0;
    if (!(top > 0 && top < end)) {
      throw new IllegalArgumentException("schedule: one cycle of " + steps + " steps with a rise of " + rise
          + ", expected 1 < rise · steps < steps");
    }
    return step -> {
      double s = Math.min(requireStep(step), end);
      return s <= top ? cosine(from, peak, s / top) : cosine(peak, to, (s - top) / (end - top));
    };
  }

  /// The ramp `value · exp(−5 (1 − t)²)` with `t = step / steps`, then `value` (Laine & Aila 2017): for
  /// weights of losses that shall not disturb the begin.
  ///
  /// @param value value at the end
  /// @param steps how many it takes, at least 1
  /// @return the schedule
  /// @throws IllegalArgumentException if there are no steps
  static Schedule rampUp(double value, int steps) {
    return between(steps, t -> value * StrictMath.exp(-5 * (1 - t) * (1 - t)));
  }

  /// This schedule for some steps, then another one from its own begin.
  ///
  /// @param steps how many steps this one has, 0 or more
  /// @param next what follows
  /// @return the schedule
  /// @throws IllegalArgumentException if the number is negative
  default Schedule then(int steps, Schedule next) {
    if (steps < 0) {
      throw new IllegalArgumentException("schedule: the next one after " + steps + " steps, expected 0 or more");
    }
    return step -> requireStep(step) < steps ? at(step) : next.at(step - steps);
  }

  /// This schedule with every value multiplied.
  ///
  /// @param factor factor
  /// @return the schedule
  default Schedule times(double factor) {
    return step -> at(step) * factor;
  }

  /// This schedule with every value kept for several steps, such as the batches of an epoch.
  ///
  /// @param steps how many steps have the same value, at least 1
  /// @return the schedule
  /// @throws IllegalArgumentException if it is below 1
  default Schedule every(int steps) {
    requireLength("every", steps);
    return step -> at(requireStep(step) / steps);
  }

  private static Schedule between(int steps, DoubleUnaryOperator curve) {
    requireLength("steps", steps);
    return step -> curve.applyAsDouble(Math.min(1, (double) requireStep(step) / steps));
  }

  private static void requireLength(String name, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("schedule: " + name + " " + steps + ", expected 1 or more");
    }
  }

  private static int requireStep(int step) {
    if (step < 0) {
      throw new IllegalArgumentException("schedule: step " + step + ", expected 0 or more");
    }
    return step;
  }
}

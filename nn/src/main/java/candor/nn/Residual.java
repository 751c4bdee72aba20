package candor.nn;

import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A module with a way around it: `y = body(x) + x`, or `y = body(x) + shortcut(x)` (He et al. 2016, eq. 1 and 2).
///
/// ```java
/// new Residual(Sequential.of(new Linear(16, 16), Activation.relu(), new Linear(16, 16)))
/// ```
///
/// The parts are named `body` and `shortcut`.
public final class Residual extends Module {
  private final Module body;
  private final @Nullable Module shortcut;

  /// A body with an identity around it.
  ///
  /// @param body keeps the shape of its input
  public Residual(Module body) {
    this.body = child("body", body);
    this.shortcut = null;
  }

  /// A body with another module around it, such as a convolution of stride 2 and kernel 1 where the shape changes.
  ///
  /// @param body gives the shape that the shortcut gives
  /// @param shortcut what is added, a projection for example
  public Residual(Module body, Module shortcut) {
    this.body = child("body", body);
    this.shortcut = child("shortcut", shortcut);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    Tensor y = body.apply(x, context);
    Tensor around = shortcut == null ? x : shortcut.apply(x, context);
    // Broadcasting would hide a mistake.
    if (!y.shape().equals(around.shape())) {
      throw new IllegalArgumentException("residual: the body gives " + y.shape() + " and "
          + (shortcut == null ? "the input has " : "the shortcut gives ") + around.shape() + ", expected one shape");
    }
    return y.add(around);
  }
}

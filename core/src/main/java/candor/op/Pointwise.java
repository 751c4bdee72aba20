package candor.op;

import candor.kernel.BinaryFn;
import candor.kernel.UnaryFn;
import candor.tensor.NdArray;

/// Operations that apply a kernel's function to every element: an implementation names the function and gives its
/// derivative.
interface Pointwise {
  /// Of one input.
  interface OfOne extends Op.Unary {
    /// The function.
    ///
    /// @return kernel function
    UnaryFn fn();

    @Override
    default NdArray eval(NdArray x) {
      return Loops.map(fn(), x);
    }
  }

  /// Of two inputs that are broadcast together.
  interface OfTwo extends Op.Binary {
    /// The function.
    ///
    /// @return kernel function
    BinaryFn fn();

    @Override
    default NdArray eval(NdArray a, NdArray b) {
      return Loops.zip(fn(), a, b);
    }

    @Override
    default boolean broadcasts() {
      return true;
    }
  }
}

package candor.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;

/// The set of loops that operations call, one class per family.
///
/// The scalar set is plain Java and the specification; the SIMD set needs the module `jdk.incubator.vector` and gives
/// the same bits.
///
/// @param name what a report prints: `scalar`, or `simd-512` with the width in bits
/// @param elementwise element-wise loops
/// @param reduction sums and extremes
/// @param softmax softmax and its logarithm, made of the two
/// @param product matrix products
/// @param convolution convolutions
/// @param pooling pooling
/// @param dropout dropout masks
/// @param normalisation batch normalisation
/// @param update parameter updates
public record Kernels(String name, Elementwise elementwise, Reduction reduction, Softmax softmax,
    MatrixProduct product, Convolution convolution, Pooling pooling, DropoutMask dropout, Normalisation normalisation,
    Update update) {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final Kernels SCALAR = new Kernels("scalar", new Elementwise(), new Reduction(), new MatrixProduct(),
      new Convolution(), new Pooling(), new DropoutMask(), new Normalisation(), new Update());

  /// A set whose softmax is made of its own element-wise loops and reductions.
  ///
  /// @param name what a report prints
  /// @param elementwise element-wise loops
  /// @param reduction sums and extremes
  /// @param product matrix products
  /// @param convolution convolutions
  /// @param pooling pooling
  /// @param dropout dropout masks
  /// @param normalisation batch normalisation
  /// @param update parameter updates
  public Kernels(String name, Elementwise elementwise, Reduction reduction, MatrixProduct product,
      Convolution convolution, Pooling pooling, DropoutMask dropout, Normalisation normalisation, Update update) {
    this(name, elementwise, reduction, new Softmax(elementwise, reduction), product, convolution, pooling, dropout,
        normalisation, update);
  }

  /// The plain Java loops.
  ///
  /// @return the scalar set
  public static Kernels scalar() {
    return SCALAR;
  }

  /// The fastest set that this JVM can run, chosen once.
  ///
  /// @return the SIMD set when the module `jdk.incubator.vector` is present, else the scalar one
  public static Kernels best() {
    return Best.CHOSEN;
  }

  /// Chooses on first use, so that a program that names its kernels never loads the others.
  private static final class Best {
    static final Kernels CHOSEN = choose();

    private static Kernels choose() {
      FusedMultiplyAdd.require();
      if (ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()) {
        return simd();
      }
      System.getLogger("candor").log(Level.INFO,
          "running scalar kernels; start the JVM with --add-modules {0} for SIMD speed", VECTOR_MODULE);
      return SCALAR;
    }

    /// By name, because the class cannot be linked without the incubator module.
    private static Kernels simd() {
      try {
        return (Kernels) Class.forName("candor.kernel.simd.SimdKernels").getMethod("create").invoke(null);
      } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        throw new LinkageError("the SIMD kernels could not be loaded", e);
      }
    }
  }
}

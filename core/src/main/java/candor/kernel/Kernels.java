package candor.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

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
/// @param recurrence steps of recurrent cells
/// @param update parameter updates
public record Kernels(String name, Elementwise elementwise, Reduction reduction, Softmax softmax,
    MatrixProduct product, Convolution convolution, Pooling pooling, DropoutMask dropout, Normalisation normalisation,
    Recurrence recurrence, Update update) {

  /// A warm-up that began at once would take a processor from the program, which is being compiled itself.
  private static final long HEAD_START_NANOS = 500_000_000;
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final Kernels SCALAR = new Kernels("scalar", new Elementwise(), new Reduction(), new MatrixProduct(),
      new Convolution(), new Pooling(), new DropoutMask(), new Normalisation(), new Recurrence(), new Update());

  /// The set that a [WarmUp] is running, if there is one.
  private static volatile @Nullable Kernels warming;
  /// What of it is compiled, and scalar loops for the rest.
  private static volatile Kernels substitute = SCALAR;

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
  /// @param recurrence steps of recurrent cells
  /// @param update parameter updates
  public Kernels(String name, Elementwise elementwise, Reduction reduction, MatrixProduct product,
      Convolution convolution, Pooling pooling, DropoutMask dropout, Normalisation normalisation,
      Recurrence recurrence, Update update) {
    this(name, elementwise, reduction, new Softmax(elementwise, reduction), product, convolution, pooling, dropout,
        normalisation, recurrence, update);
  }

  /// Element-wise loops.
  ///
  /// @return the loops
  @Override
  public Elementwise elementwise() {
    return usable().elementwise;
  }

  /// Sums and extremes.
  ///
  /// @return the loops
  @Override
  public Reduction reduction() {
    return usable().reduction;
  }

  /// Softmax and its logarithm.
  ///
  /// @return the loops
  @Override
  public Softmax softmax() {
    return usable().softmax;
  }

  /// Matrix products.
  ///
  /// @return the loops
  @Override
  public MatrixProduct product() {
    return usable().product;
  }

  /// Convolutions.
  ///
  /// @return the loops
  @Override
  public Convolution convolution() {
    return usable().convolution;
  }

  /// Pooling.
  ///
  /// @return the loops
  @Override
  public Pooling pooling() {
    return usable().pooling;
  }

  /// Dropout masks.
  ///
  /// @return the loops
  @Override
  public DropoutMask dropout() {
    return usable().dropout;
  }

  /// Batch normalisation.
  ///
  /// @return the loops
  @Override
  public Normalisation normalisation() {
    return usable().normalisation;
  }

  /// Steps of recurrent cells.
  ///
  /// @return the loops
  @Override
  public Recurrence recurrence() {
    return usable().recurrence;
  }

  /// Parameter updates.
  ///
  /// @return the loops
  @Override
  public Update update() {
    return usable().update;
  }

  /// This set, or what stands in for it while it is being compiled.
  private Kernels usable() {
    return isWarming() ? substitute : this;
  }

  /// Whether the virtual machine is still compiling this set, for which scalar loops stand in.
  ///
  /// @return whether [#compiled] would wait
  public boolean isWarming() {
    return warming != null && equals(warming);
  }

  /// The plain Java loops.
  ///
  /// @return the scalar set
  public static Kernels scalar() {
    return SCALAR;
  }

  /// The fastest set that this JVM can run, chosen once.
  ///
  /// Until the virtual machine has compiled them, SIMD loops are far slower than scalar ones. So a daemon thread warms
  /// them up, and for the second or two that this takes the set hands out scalar loops, with the same bits. The system
  /// property `candor.warmup`, set to false, leaves this out; [#compiled] waits for its end.
  ///
  /// @return the SIMD set when the module `jdk.incubator.vector` is present, else the scalar one
  public static Kernels best() {
    return Best.CHOSEN;
  }

  /// Waits until this set has been warmed up, as benchmarks do.
  ///
  /// @return this
  public Kernels compiled() {
    while (isWarming()) {
      LockSupport.parkNanos(1_000_000);
    }
    return this;
  }

  private static Kernels warmUp(Kernels set) {
    if (Boolean.parseBoolean(System.getProperty("candor.warmup", "true"))) {
      warming = set;
      Thread.ofPlatform().daemon().name("candor-warm-up").start(() -> {
        LockSupport.parkNanos(HEAD_START_NANOS);
        try {
          WarmUp.products(set.product, set.convolution);
          substitute = new Kernels(set.name, SCALAR.elementwise, SCALAR.reduction, set.product, set.convolution,
              SCALAR.pooling, SCALAR.dropout, SCALAR.normalisation, SCALAR.recurrence, SCALAR.update);
          WarmUp.others(set.elementwise, set.reduction, set.pooling, set.dropout, set.update);
        } finally {
          warming = null;
        }
      });
    }
    return set;
  }

  /// Chooses on first use, so that a program that names its kernels never loads the others.
  private static final class Best {
    static final Kernels CHOSEN = choose();

    private static Kernels choose() {
      FusedMultiplyAdd.require();
      if (ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()) {
        return warmUp(simd());
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

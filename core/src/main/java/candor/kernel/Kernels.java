package candor.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;

/// The set of loops that operations call, one class per family.
///
/// The scalar set is plain Java and the specification; the SIMD set needs the module `jdk.incubator.vector` and gives
/// the same bits.
public sealed class Kernels permits OnDemandKernels {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final Kernels SCALAR = new Kernels("scalar", new Elementwise(), new Reduction(), new MatrixProduct(),
      new Convolution(), new Pooling(), new DropoutMask(), new Normalisation(), new Recurrence(), new Update());

  private final String name;
  private final Elementwise elementwise;
  private final Reduction reduction;
  private final Softmax softmax;
  private final MatrixProduct product;
  private final Convolution convolution;
  private final Pooling pooling;
  private final DropoutMask dropout;
  private final Normalisation normalisation;
  private final Recurrence recurrence;
  private final Update update;

  /// A set.
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
  public Kernels(String name, Elementwise elementwise, Reduction reduction, Softmax softmax, MatrixProduct product,
      Convolution convolution, Pooling pooling, DropoutMask dropout, Normalisation normalisation, Recurrence recurrence,
      Update update) {
    this.name = name;
    this.elementwise = elementwise;
    this.reduction = reduction;
    this.softmax = softmax;
    this.product = product;
    this.convolution = convolution;
    this.pooling = pooling;
    this.dropout = dropout;
    this.normalisation = normalisation;
    this.recurrence = recurrence;
    this.update = update;
  }

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
      Convolution convolution, Pooling pooling, DropoutMask dropout, Normalisation normalisation, Recurrence recurrence,
      Update update) {
    this(name, elementwise, reduction, new Softmax(elementwise, reduction), product, convolution, pooling, dropout,
        normalisation, recurrence, update);
  }

  /// What a report prints: `scalar`, or `simd-512` with the width in bits. Loads the loops if that was not done yet.
  ///
  /// @return the name
  /// @throws LinkageError if they cannot be loaded
  public String name() {
    return name;
  }

  /// Element-wise loops.
  ///
  /// @return the loops
  public Elementwise elementwise() {
    return elementwise;
  }

  /// Sums and extremes.
  ///
  /// @return the loops
  public Reduction reduction() {
    return reduction;
  }

  /// Softmax and its logarithm.
  ///
  /// @return the loops
  public Softmax softmax() {
    return softmax;
  }

  /// Matrix products.
  ///
  /// @return the loops
  public MatrixProduct product() {
    return product;
  }

  /// Convolutions.
  ///
  /// @return the loops
  public Convolution convolution() {
    return convolution;
  }

  /// Pooling.
  ///
  /// @return the loops
  public Pooling pooling() {
    return pooling;
  }

  /// Dropout masks.
  ///
  /// @return the loops
  public DropoutMask dropout() {
    return dropout;
  }

  /// Batch normalisation.
  ///
  /// @return the loops
  public Normalisation normalisation() {
    return normalisation;
  }

  /// Steps of recurrent cells.
  ///
  /// @return the loops
  public Recurrence recurrence() {
    return recurrence;
  }

  /// Parameter updates.
  ///
  /// @return the loops
  public Update update() {
    return update;
  }

  /// Whether the virtual machine is compiling loops of this set, for which scalar ones stand in.
  ///
  /// @return whether some of what was asked for is not ready
  public boolean isWarming() {
    return false;
  }

  /// Has all common loops of this set compiled and waits for it, as benchmarks do.
  ///
  /// @return this
  public Kernels compiled() {
    return this;
  }

  /// The plain Java loops.
  ///
  /// @return the scalar set
  public static Kernels scalar() {
    return SCALAR;
  }

  /// The fastest set that this JVM can run, chosen once.
  ///
  /// Until the virtual machine has compiled them, SIMD loops are far slower than scalar ones. So the set hands out scalar
  /// loops, with the same bits, when a program first asks for a kind of loops, and a daemon thread loads the SIMD ones and
  /// warms them up.
  /// The system property `candor.warmup`, set to false, leaves this out; [#compiled] waits for all of them.
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
        boolean warmUp = Boolean.parseBoolean(System.getProperty("candor.warmup", "true"));
        return warmUp ? new OnDemandKernels(() -> Simd.SET, SCALAR) : Simd.SET;
      }
      System.getLogger("candor").log(Level.INFO,
          "running scalar kernels; start the JVM with --add-modules {0} for SIMD speed", VECTOR_MODULE);
      return SCALAR;
    }
  }

  /// Loaded on first use, which takes a tenth of a second that a program's first step need not wait for.
  private static final class Simd {
    static final Kernels SET = create();

    /// By name, because the class cannot be linked without the incubator module.
    private static Kernels create() {
      try {
        return (Kernels) Class.forName("candor.kernel.simd.SimdKernels").getMethod("create").invoke(null);
      } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        throw new LinkageError("the SIMD kernels could not be loaded", e);
      }
    }
  }
}

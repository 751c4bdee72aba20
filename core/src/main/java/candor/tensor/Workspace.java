package candor.tensor;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Memory that one training step, or one pass of a sampling loop, leaves to the next.
///
/// ```java
/// Workspace workspace = new Workspace();
/// for (Batch batch : batches) {
///   workspace.call(() -> step(batch));
/// }
/// ```
///
/// Every tensor that is made inside [#call] lives until the call ends; then its Java array is used again. A tensor that
/// is used later fails with a clear message, never with other numbers. What shall outlive the call is copied with
/// [#keep], or made inside [#outside], as parameters and optimiser states are. A step that always needs the same sizes
/// so allocates no array at all, and its memory stays in the processor's caches.
///
/// Calls may be nested, with one workspace or several: the inner call's tensors live until the inner call ends. A
/// workspace belongs to one thread at a time.
///
/// When the system property `candor.poison` is true, arrays are filled with NaN when they come back, which shows code
/// that reads what it has not written.
public final class Workspace {
  private static final ScopedValue<@Nullable Workspace> BOUND = ScopedValue.newInstance();
  private static final boolean POISON = Boolean.getBoolean("candor.poison");

  /// Numbers for which the virtual machine may have an array, with what lies in front of them.
  static final int LARGEST = Integer.MAX_VALUE - 32;

  /// Arrays that nobody uses, by type and size class.
  private final Map<DType, List<List<Object>>> free = new EnumMap<>(DType.class);
  private final List<Storage> used = new ArrayList<>();
  private long sweeps;
  private @Nullable Thread owner;

  /// Makes an empty workspace.
  public Workspace() {
  }

  /// Runs an action whose tensors live in this workspace, and takes their memory back.
  ///
  /// @param action what to run; its result may be a number or a tensor that [#keep] has copied, but no tensor of its own
  /// @param <R> type of the result
  /// @return the action's result
  /// @throws IllegalStateException if another thread is using this workspace
  public <R> R call(Supplier<R> action) {
    Thread before = claim();
    int mark = used.size();
    try {
      return ScopedValue.where(BOUND, this).call(action::get);
    } finally {
      recycle(mark);
      owner = before;
    }
  }

  /// Runs an action whose tensors live in no workspace.
  ///
  /// @param action what to run
  /// @param <R> type of the result
  /// @return the action's result
  public static <R> R outside(Supplier<R> action) {
    return BOUND.isBound() && BOUND.get() != null ? ScopedValue.where(BOUND, null).call(action::get) : action.get();
  }

  /// Begins a computation that can give back what it needs no longer before [#call] ends.
  ///
  /// @return of the current workspace; without one, it does nothing
  public static Interim interim() {
    Workspace workspace = BOUND.isBound() ? BOUND.get() : null;
    return new Interim(workspace, workspace == null ? 0 : workspace.used.size());
  }

  /// What a computation has made since [#interim], so that what follows finds memory that the caches still hold.
  public static final class Interim {
    private final @Nullable Workspace workspace;
    private final int mark;
    private final Consumer<Tensor> stamp = this::stamp;

    private Interim(@Nullable Workspace workspace, int mark) {
      this.workspace = workspace;
      this.mark = mark;
    }

    /// Takes back the memory of all tensors made since, but that of some; the others fail when they are used.
    ///
    /// @param needed tensors that are used later
    public void retain(Collection<Tensor> needed) {
      if (workspace != null && workspace.used.size() > mark) {
        workspace.sweeps++;
        needed.forEach(stamp);
        workspace.sweep(mark);
      }
    }

    private void stamp(Tensor x) {
      x.array().storage().stamp(Objects.requireNonNull(workspace).sweeps);
    }
  }

  /// Copies a tensor so that it outlives the current workspace.
  ///
  /// @param x tensor
  /// @return the same numbers, in the same physical order, untracked
  public static Tensor keep(Tensor x) {
    return outside(() -> Tensor.of(x.array().copyInOrder(x.array().order())));
  }

  /// Memory for a new array and what lies in front of it, in the current workspace if there is one.
  ///
  /// @param zero whether the numbers must be zero; otherwise they are anything
  static Storage allocate(DType dtype, int count, boolean zero) {
    if (count > LARGEST) {
      throw new IllegalArgumentException("tensor: " + count + " numbers, more than an array can hold, " + LARGEST);
    }
    Workspace workspace = BOUND.isBound() ? BOUND.get() : null;
    return workspace == null ? new Storage(dtype.array(dtype.front() + count)) : workspace.take(dtype, count, zero);
  }

  private synchronized @Nullable Thread claim() {
    Thread before = owner;
    if (before != null && !before.equals(Thread.currentThread())) {
      throw new IllegalStateException("workspace: in use by thread " + before.getName());
    }
    owner = Thread.currentThread();
    return before;
  }

  private Storage take(DType dtype, int count, boolean zero) {
    List<Object> candidates = candidates(dtype, sizeClass(count));
    Object array;
    if (candidates.isEmpty()) {
      array = dtype.array(dtype.front() + capacity(sizeClass(count)));
    } else {
      array = candidates.removeLast();
      if (zero) {
        fill(array, dtype.front() + count, 0);
      }
    }
    Storage storage = new Storage(array);
    used.add(storage);
    return storage;
  }

  private void recycle(int mark) {
    for (int i = used.size() - 1; i >= mark; i--) {
      free(used.remove(i));
    }
  }

  private void sweep(int mark) {
    int kept = mark;
    for (int i = mark; i < used.size(); i++) {
      Storage storage = used.get(i);
      if (storage.stamp() == sweeps) {
        used.set(kept++, storage);
      } else {
        free(storage);
      }
    }
    while (used.size() > kept) {
      used.removeLast();
    }
  }

  private void free(Storage storage) {
    Object array = storage.retire();
    DType dtype = DType.of(array);
    int length = Array.getLength(array);
    if (POISON) {
      fill(array, length, dtype.isFloating() ? Double.NaN : Integer.MIN_VALUE);
    }
    candidates(dtype, sizeClass(length - dtype.front())).add(array);
  }

  private List<Object> candidates(DType dtype, int sizeClass) {
    List<List<Object>> classes = free.computeIfAbsent(dtype, k -> new ArrayList<>());
    while (classes.size() <= sizeClass) {
      classes.add(new ArrayList<>());
    }
    return classes.get(sizeClass);
  }

  /// Four classes for each power of two, so that an array is at most a quarter larger than asked for.
  static int sizeClass(int count) {
    if (count <= 16) {
      return 0;
    }
    int exponent = 31 - Integer.numberOfLeadingZeros(count - 1);
    int quarter = (count - 1 >> exponent - 2) - 4;
    return 4 * (exponent - 4) + quarter + 1;
  }

  /// The length of the arrays of a class.
  static int capacity(int sizeClass) {
    if (sizeClass == 0) {
      return 16;
    }
    int exponent = (sizeClass - 1) / 4 + 4;
    int quarter = (sizeClass - 1) % 4;
    return (int) Math.min((5L + quarter) << exponent - 2, LARGEST);
  }

  private static void fill(Object array, int count, double value) {
    switch (array) {
      case float[] f -> Arrays.fill(f, 0, count, (float) value);
      case double[] d -> Arrays.fill(d, 0, count, value);
      case int[] n -> Arrays.fill(n, 0, count, (int) value);
      default -> throw new AssertionError(array);
    }
  }
}

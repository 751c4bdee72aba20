package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Module;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// An average of a model's weights over the steps of its training, which often predicts better than the last ones.
///
/// ```java
/// Ema ema = new Ema(model, 0.999, Ema.Start.COPY, Ema.Buffers.AVERAGE);
/// ema.update();                                                          // after every step
/// Tensor logits = ema.call(() -> new Evaluator().apply(model, images));  // with the average, then back
/// ```
///
/// The average lies beside the model and has the types of its weights. It follows the model until it is used: [#call]
/// and [#assign] are the only methods that change the model.
public abstract sealed class WeightAverage permits Ema, Swa {
  static final String NO_AVERAGE = "there is no average before the first update";
  private static final String UPDATES = "updates";
  private static final String PREFIX = "average.";
  private static final int COST = 4;

  final String name;
  final Module model;
  private final Map<String, Tracked> parameters = new LinkedHashMap<>();
  private final Map<String, Tracked> buffers = new LinkedHashMap<>();
  private int updates;
  private boolean isPlaced;

  /// A tensor of the model and its average.
  private record Tracked(Supplier<Tensor> value, Consumer<Tensor> assign, NdArray average) {
    static Tracked of(Supplier<Tensor> value, Consumer<Tensor> assign, boolean zeros) {
      NdArray now = value.get().array();
      return new Tracked(value, assign, Workspace.outside(() -> zeros
          ? NdArray.zeros(now.dtype(), now.shape(), now.order())
          : now.copyInOrder(now.order())));
    }

    /// Moves the average; a share of 1 copies.
    void move(Update kernel, double share) {
      NdArray x = value.get().array().inOrder(average.order());
      if (share == 1) {
        average.assign(x);
        return;
      }
      Backend.current().forEach(average.count(), COST, (from, to) -> {
        if (average.dtype() == DType.F32) {
          kernel.average(share, average.f32(), average.offset() + from, x.f32(), x.offset() + from, to - from);
        } else {
          kernel.average(share, average.f64(), average.offset() + from, x.f64(), x.offset() + from, to - from);
        }
      });
    }

    void place(double scale) {
      assign.accept(scale == 1 ? Tensor.of(average) : Tensor.of(average).mul(scale));
    }
  }

  /// Begins with copies of the weights, or with zeros.
  WeightAverage(String name, Module model, boolean zeros) {
    this.name = name;
    this.model = model;
    model.namedParameters().forEach((path, p) -> parameters.put(path, Tracked.of(p::value, p::assign, zeros)));
    model.namedBuffers().forEach((path, b) -> buffers.put(path, Tracked.of(b::value, b::assign, zeros)));
  }

  /// Share of the coming weights in the average.
  ///
  /// @param step number of updates before
  abstract double share(int step);

  /// Share of the coming buffers in theirs; 1 copies them.
  ///
  /// @param step number of updates before
  abstract double bufferShare(int step);

  /// What the average is multiplied with where it is used.
  ///
  /// @param steps number of updates
  abstract double scale(int steps);

  /// Why the average cannot be used now, or nothing.
  ///
  /// @param steps number of updates
  abstract String obstacle(int steps);

  /// Hears that the average moved.
  abstract void moved();

  final boolean hasBuffers() {
    return !buffers.isEmpty();
  }

  /// How many weights were averaged.
  ///
  /// @return number of calls of [#update]
  public final int updates() {
    return updates;
  }

  /// Takes the present weights into the average.
  ///
  /// @throws IllegalStateException if the model holds the average, inside [#call], or has another type than when this
  ///     was made
  public final void update() {
    requireOutside("update");
    parameters.forEach(this::requireType);
    buffers.forEach(this::requireType);
    Update kernel = Backend.current().kernels().update();
    parameters.values().forEach(t -> t.move(kernel, share(updates)));
    buffers.values().forEach(t -> t.move(kernel, bufferShare(updates)));
    updates++;
    moved();
  }

  private void requireType(String path, Tracked tracked) {
    DType now = tracked.value.get().dtype();
    if (now != tracked.average.dtype()) {
      throw new IllegalStateException(name + ": " + path + " is " + now + " now, was " + tracked.average.dtype()
          + " when the average was made");
    }
  }

  final void requireOutside(String method) {
    if (isPlaced) {
      throw new IllegalStateException(name + ": " + method + " inside call, where the model holds the average");
    }
  }

  /// Runs an action with the average in the model, and puts the model's own weights and buffers back, also when the
  /// action fails. What the action changes in the model is lost. Other threads see the average too, so they must not
  /// use the model meanwhile.
  ///
  /// @param action what to run
  /// @param <R> type of the result
  /// @return the action's result
  /// @throws IllegalStateException if there is no average yet, or the model holds it already
  public final <R> R call(Supplier<R> action) {
    requireOutside("call");
    requireUsable();
    return placed(() -> {
      buffers.values().forEach(t -> t.place(bufferScale()));
      return action.get();
    });
  }

  /// Gives the average to the model for good.
  ///
  /// @throws IllegalStateException if there is no average yet, or inside [#call]
  public final void assign() {
    requireOutside("assign");
    requireUsable();
    parameters.values().forEach(t -> t.place(scale(updates)));
    buffers.values().forEach(t -> t.place(bufferScale()));
  }

  final void requireUpdates() {
    if (updates == 0) {
      throw new IllegalStateException(name + ": " + NO_AVERAGE);
    }
  }

  private void requireUsable() {
    String obstacle = obstacle(updates);
    if (!obstacle.isEmpty()) {
      throw new IllegalStateException(name + ": " + obstacle);
    }
  }

  private double bufferScale() {
    return updates > 0 && bufferShare(updates - 1) == 1 ? 1 : scale(updates);
  }

  /// Runs an action with averaged weights, but the model's own buffers, and puts all back.
  final <R> R placed(Supplier<R> action) {
    Map<Tracked, Tensor> own = new LinkedHashMap<>();
    parameters.values().forEach(t -> own.put(t, Workspace.keep(t.value.get())));
    buffers.values().forEach(t -> own.put(t, Workspace.keep(t.value.get())));
    isPlaced = true;
    try {
      parameters.values().forEach(t -> t.place(scale(updates)));
      return action.get();
    } finally {
      own.forEach((t, value) -> t.assign.accept(value));
      isPlaced = false;
    }
  }

  /// Copies the buffers that the model has now.
  final void takeBuffers() {
    buffers.values().forEach(t -> t.average.assign(t.value.get().array()));
  }

  /// Everything that the coming averages depend on: `updates`, an F64 scalar, and the averages by path, such as
  /// `average.conv1.weight`.
  ///
  /// @return copies by name, in a fixed order, which live in no workspace
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(UPDATES, SavedState.scalar(updates));
    parameters.forEach((path, t) -> state.put(PREFIX + path, SavedState.copy(t.average)));
    buffers.forEach((path, t) -> state.put(PREFIX + path, SavedState.copy(t.average)));
    return state;
  }

  /// Puts back what [#state] gave, of this average or another one of the same kind for the same model.
  ///
  /// @param state tensors by name, in any order and any layout
  /// @throws IllegalArgumentException if a name is missing or unknown, or a tensor has another type or shape than here
  ///     or a number that cannot be; nothing is changed then
  public void restore(Map<String, Tensor> state) {
    restore(new SavedState(name, state));
  }

  final void restore(SavedState saved) {
    int savedUpdates = saved.count(UPDATES);
    Map<NdArray, NdArray> numbers = new LinkedHashMap<>();
    parameters.forEach((path, t) -> numbers.put(t.average, saved.array(PREFIX + path, t.average)));
    buffers.forEach((path, t) -> numbers.put(t.average, saved.array(PREFIX + path, t.average)));
    saved.requireAllRead();
    numbers.forEach(NdArray::assign);
    updates = savedUpdates;
  }
}

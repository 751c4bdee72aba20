package candor.nn;

import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a forward pass is for, and where its random numbers come from. A context serves one forward pass in one thread.
///
/// Random numbers are addressed by seed, mode, path of the layer, step (of training) or pass (of sampling), identity of
/// the sample, and element. A sample's mask therefore does not depend on the batch it comes in. A layer that is applied
/// again in the same pass gets numbers of its own.
public final class Context {
  /// What a forward pass is for.
  public enum Mode {
    /// Training: dropout on.
    TRAIN,
    /// Evaluation: nothing random.
    EVALUATE,
    /// Sampling from the predictive distribution: dropout on, everything else as in evaluation.
    SAMPLE
  }

  /// Hears which modules run in a pass, one inside the other. Every method does nothing by default.
  public interface Observer {
    /// A module begins; what runs until it ends belongs to it or to one of its parts.
    ///
    /// @param module the module
    default void onEnter(Module module) {
    }

    /// The module that began last, and has not ended, ends.
    ///
    /// @param module the module
    /// @param output what it gives
    default void onLeave(Module module, Tensor output) {
    }
  }

  private static final Context EVALUATE =
      new Context(Mode.EVALUATE, RandomStream.of(0), new int[0], Map.of(), List.of(), null);

  private final Mode mode;
  private final RandomStream stream;
  private final int[] sampleIds;
  /// How often each path was entered in this pass.
  private final Map<Integer, Integer> calls;
  private final List<Update> updates;
  private final @Nullable Observer observer;

  private Context(Mode mode, RandomStream stream, int[] sampleIds, Map<Integer, Integer> calls,
      List<Update> updates, @Nullable Observer observer) {
    this.mode = mode;
    this.stream = stream;
    this.sampleIds = sampleIds;
    this.calls = calls;
    this.updates = updates;
    this.observer = observer;
  }

  /// A training pass.
  ///
  /// @param seed seed
  /// @param step number of the training step
  /// @param sampleIds identity of every sample of the batch, such as its index in the data set
  /// @return the context
  public static Context train(long seed, int step, int... sampleIds) {
    return random(Mode.TRAIN, RandomStream.of(seed).purpose(Purpose.DROPOUT).at(step), sampleIds);
  }

  /// An evaluation pass.
  ///
  /// @return the context
  public static Context evaluate() {
    return EVALUATE;
  }

  /// One of several passes that sample from the predictive distribution.
  ///
  /// @param seed seed
  /// @param pass number of the pass
  /// @param sampleIds identity of every sample of the batch, such as its index in the data set
  /// @return the context
  public static Context sample(long seed, int pass, int... sampleIds) {
    return random(Mode.SAMPLE, RandomStream.of(seed).purpose(Purpose.SAMPLING).at(pass), sampleIds);
  }

  private static Context random(Mode mode, RandomStream stream, int[] sampleIds) {
    return new Context(mode, stream, sampleIds.clone(), new HashMap<>(), new ArrayList<>(), null);
  }

  /// The same pass, watched.
  ///
  /// @param watcher who wants to hear which modules run
  /// @return a context of this pass, for the network that shall be watched
  public Context observedBy(Observer watcher) {
    return new Context(mode, stream, sampleIds, calls, updates, watcher);
  }

  @Nullable Observer observer() {
    return observer;
  }

  /// What the pass is for.
  ///
  /// @return the mode
  public Mode mode() {
    return mode;
  }

  /// Whether random layers draw.
  ///
  /// @return true in training and sampling
  public boolean isRandom() {
    return mode != Mode.EVALUATE;
  }

  /// The random numbers of the layer that runs now.
  ///
  /// @return the stream
  /// @throws IllegalStateException in evaluation
  public RandomStream stream() {
    if (!isRandom()) {
      throw new IllegalStateException("context: there are no random numbers in evaluation");
    }
    return stream;
  }

  /// Identity of every sample of the batch.
  ///
  /// @return the identities
  public int[] sampleIds() {
    return sampleIds.clone();
  }

  /// The context of a part.
  ///
  /// @param name name of the part
  /// @return the context with the name added to the path
  public Context enter(String name) {
    if (!isRandom()) {
      return this;
    }
    RandomStream part = stream.child(name);
    int call = calls.merge(part.path(), 1, Integer::sum) - 1;
    return new Context(mode, call == 0 ? part : part.child(call), sampleIds, calls, updates, observer);
  }

  /// A change of a buffer that a pass noted.
  ///
  /// @param buffer what to change
  /// @param change new value of the present one
  /// @param seen what the pass saw, if the change is that of a running mean
  private record Update(Buffer buffer, UnaryOperator<Tensor> change, @Nullable Tensor seen) {
    void make(UnaryOperator<Tensor> with) {
      buffer.assign(with.apply(buffer.value()));
    }
  }

  /// Notes how a buffer shall change once the training step is made. A forward pass changes nothing itself, so passes
  /// can be repeated, in a line search for example, or thrown away.
  ///
  /// @param buffer what to change
  /// @param change new value of the present one
  /// @throws IllegalStateException if this is no training pass
  public void update(Buffer buffer, UnaryOperator<Tensor> change) {
    note(new Update(buffer, change, null));
  }

  /// Notes that a running mean shall move towards what this pass saw, once the training step is made: `running = (1 −
  /// momentum) running + momentum · seen`. Unlike a change by [#update] it can be made part of an equal mean over
  /// passes instead ([#applyUpdates(int)]).
  ///
  /// @param buffer the running mean
  /// @param seen what this pass saw
  /// @param momentum share of what was seen
  /// @throws IllegalStateException if this is no training pass
  public void average(Buffer buffer, Tensor seen, double momentum) {
    note(new Update(buffer, running -> mix(running, seen, momentum), seen));
  }

  private void note(Update update) {
    if (mode != Mode.TRAIN) {
      throw new IllegalStateException(
          "context: buffer " + update.buffer.name() + " changes in training only, not in " + mode);
    }
    updates.add(update);
  }

  private static Tensor mix(Tensor running, Tensor seen, double share) {
    return running.mul(1 - share).add(seen.mul(share));
  }

  /// Makes the changes that the pass noted, in order, and forgets them. [candor.nn.train.Trainer] does so after every
  /// step; a loop of one's own calls it beside the optimiser.
  public void applyUpdates() {
    while (!updates.isEmpty()) {
      Update update = updates.removeFirst();
      update.make(update.change);
    }
  }

  /// Makes the changes that the pass noted, in order, and forgets them; but running means become the equal mean of what
  /// this pass and those before it saw. After the first pass nothing is left of what they were.
  ///
  /// @param before number of passes before this one, 0 for the first
  public void applyUpdates(int before) {
    while (!updates.isEmpty()) {
      Update update = updates.removeFirst();
      Tensor seen = update.seen;
      if (seen == null) {
        update.make(update.change);
      } else {
        update.make(running -> before == 0 ? seen : mix(running, seen, 1.0 / (before + 1)));
      }
    }
  }
}

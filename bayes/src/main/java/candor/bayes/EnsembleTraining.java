package candor.bayes;

import candor.tensor.Backend;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/// Trains the members of an ensemble side by side.
///
/// ```java
/// List<Sequential> networks = EnsembleTraining.train(5, 1, seed -> {
///   Sequential network = LeNet.caffe(0.5);
///   network.initialise(seed);
///   Adam adam = new Adam(network.parameters(), 1e-3);
///   new Trainer(network, Loss.crossEntropy(), adam, new DataLoader(data, 100, seed), seed).fit(10);
///   return network;
/// });
/// ```
public final class EnsembleTraining {
  private EnsembleTraining() {
  }

  /// Trains members that differ by their seeds: initialisation, order of the data, dropout. All of them see all of the
  /// data (Lakshminarayanan et al. 2017, section 2.4).
  ///
  /// Each thread of the current [Backend] trains a member, whose operations run in that thread alone; if there is one
  /// member only, they have all threads. The members have the bits of a training one after the other.
  ///
  /// @param members number of members, at least 1
  /// @param seed seed of the first member, those of the others follow it
  /// @param training makes and trains the member of a seed; called from several threads, so everything that it changes is
  ///     its own
  /// @param <M> a network, or a predictor
  /// @return the members by seed
  /// @throws IllegalArgumentException if there is none
  public static <M> List<M> train(int members, long seed, LongFunction<M> training) {
    if (members < 1) {
      throw new IllegalArgumentException("ensemble: " + members + " members, expected 1 or more");
    }
    Backend backend = Backend.current();
    Map<Integer, M> trained = new ConcurrentHashMap<>();
    backend.pool().run(members, m -> trained.put(m, backend.call(() -> training.apply(seed + m))));
    return IntStream.range(0, members).mapToObj(trained::get).toList();
  }
}

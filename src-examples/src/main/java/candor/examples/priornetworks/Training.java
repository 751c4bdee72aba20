package candor.examples.priornetworks;

import candor.bayes.dirichlet.OutsideData;
import candor.examples.History;
import candor.examples.KeptTraining;
import candor.examples.Progress;
import candor.examples.data.Synthetic;
import candor.nn.Module;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.data.Images;
import candor.nn.optim.Adam;
import candor.nn.optim.Schedule;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Trains the networks of a seed, which are kept in a directory each: a run that was stopped goes on, and one with more
/// seeds takes up those that are there.
///
/// @param digits images of the classes
/// @param clothes images from outside
/// @param synthetic the model of digits that more images from outside are drawn from
/// @param epochs passes over the digits
/// @param batch digits of a step
/// @param directory where networks are kept
/// @param configuration what all of them depend on
/// @param progress where to say how far it is
record Training(Images digits, Images clothes, Synthetic synthetic, int epochs, int batch, Path directory,
    Map<String, String> configuration, Progress progress) {
  /// Learning rate of the first step; a cosine leads it to 0.
  static final double RATE = 1e-3;
  /// Largest standard deviation of noise.
  static final double NOISE = 3;

  /// A trained network.
  ///
  /// @param recipe how it was to be trained
  /// @param network network
  /// @param history how that went
  record Trained(Recipe recipe, Module network, History history) {
  }

  /// Copies the texts.
  Training {
    // In their order, for messages.
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
  }

  Trained train(Recipe recipe, long seed) throws IOException {
    Module network = recipe.network();
    network.initialise(seed);
    DataLoader loader = loader(recipe, seed);
    History history = new History(null, epochs);
    TrainerBuilder builder = Trainer.builder(network, recipe.loss(), new Adam(network.parameters(), RATE), loader)
        .seed(seed).schedule(Schedule.cosine(RATE, 0, epochs * loader.batches()))
        .listen(history, progress.named("seed " + seed + ", " + recipe.id(), epochs));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("seed", Long.toString(seed));
    texts.put("network", recipe.id());
    texts.putAll(configuration);
    new KeptTraining(PriorNetworksExperiment.NAME, directory.resolve("seed-" + seed + "-" + recipe.id()), texts)
        .fit(builder, epochs, progress);
    return new Trained(recipe, network, history);
  }

  private DataLoader loader(Recipe recipe, long seed) {
    DataLoader loader = recipe.hasOutside()
        ? new OutsideData(digits, outside(seed), 1).loader(batch, seed)
        : new DataLoader(digits, batch, seed);
    return recipe.hasNoise() ? loader.augment(new Noise(NOISE)) : loader;
  }

  /// As many images from outside as there are digits, one half of each kind.
  private Dataset outside(long seed) {
    int half = Math.ceilDiv(digits.size(), 2);
    return Dataset.concat(clothes.first(Math.min(half, clothes.size())), synthetic.draw(half, seed));
  }
}

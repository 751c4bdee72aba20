package candor.examples.mislabelled;

import candor.bayes.Argsort;
import candor.examples.Experiment;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.SideBySide;
import candor.examples.data.ImageSet;
import candor.examples.mislabelled.MislabelledResults.Found;
import candor.examples.mislabelled.MislabelledResults.Order;
import candor.examples.mislabelled.MislabelledResults.Suspect;
import candor.examples.mislabelled.Trial.Ranking;
import candor.examples.report.Estimate;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.data.Images;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Wrong labels are found by looking at the training images with the highest self-influence first (Koh & Liang 2017, section
/// 5.4), beside the highest training loss and chance.
public final class MislabelledExperiment implements Experiment<MislabelledResults> {
  private static final Option<Integer> SEEDS = Option.whole("seeds", 5, 1, 100, "seeds, from --seed on");
  private static final Option<Integer> IMAGES =
      Option.whole("images", 10_000, 20, 60_000, "training images of each seed");
  private static final Option<Integer> WRONG = Option.whole("wrong", 10, 1, 90, "wrong labels, in per cent");
  private static final Option<Integer> EPOCHS = Option.whole("epochs", 4, 1, 1000, "passes of the network over them");
  private static final int SHOWN = 12;

  /// Makes the experiment.
  public MislabelledExperiment() {
  }

  @Override
  public String name() {
    return "mislabelled";
  }

  @Override
  public String summary() {
    return "wrong labels found by the influence of training images on themselves";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SEEDS, IMAGES, WRONG, EPOCHS);
  }

  @Override
  public Class<MislabelledResults> type() {
    return MislabelledResults.class;
  }

  @Override
  public MislabelledResults run(Settings settings, Progress progress) throws IOException {
    Images train = ImageSet.MNIST.train(settings.data());
    Images test = ImageSet.MNIST.test(settings.data());
    long seed = settings.get(Settings.SEED);
    int seeds = settings.get(SEEDS);
    int images = Math.min(settings.get(IMAGES), train.size());
    int wrong = images * settings.get(WRONG) / 100;
    Model[] models = Model.values();
    progress.stage("looking for " + wrong + " wrong labels of " + images + ", " + Text.count(seeds, "seed"));
    long[] nanos = new long[seeds * models.length];
    List<Trial> trials = SideBySide.run(nanos.length, i -> {
      long own = seed + i / models.length;
      Model model = models[i % models.length];
      long start = System.nanoTime();
      Trial trial = Trial.of(model, LabelNoise.draw(train, images, wrong, own), test, settings.get(EPOCHS), own);
      nanos[i] = System.nanoTime() - start;
      progress.stage("seed " + own + ", " + model.title() + ": "
          + Text.percent(trial.rankings().getFirst().found()[Trial.STEPS / 10]) + " found in the first tenth");
      return trial;
    });
    Backend backend = Backend.current();
    return new MislabelledResults(name(), seed, seeds, images, wrong, settings.get(EPOCHS), test.size(),
        ResultsFile.duration(Arrays.stream(nanos).sum() / 1e9), backend.kernels().name(), backend.pool().threads(),
        Trial.REPAIRS, Arrays.stream(models).map(model -> found(model, trials)).toList(),
        suspects(of(Model.NETWORK, trials).getFirst()));
  }

  private static List<Trial> of(Model model, List<Trial> all) {
    return all.stream().filter(trial -> trial.model() == model).toList();
  }

  private static Found found(Model model, List<Trial> all) {
    List<Trial> trials = of(model, all);
    List<Order> orders = IntStream.range(0, Trial.ORDERS.size())
        .mapToObj(o -> order(Trial.ORDERS.get(o), trials.stream().map(trial -> trial.rankings().get(o)).toList()))
        .toList();
    List<Estimate> gains = IntStream.range(0, Trial.REPAIRS.size()).mapToObj(i -> Estimate
        .ofDifferences(orders.get(0).found().get(i).each(), orders.get(1).found().get(i).each())).toList();
    return new Found(model.id(), model.title(), model.decay(), orders, gains);
  }

  private static Order order(String name, List<Ranking> rankings) {
    List<Estimate> found = Trial.REPAIRS.stream()
        .map(share -> over(rankings, r -> r.found()[(int) Math.round(share * Trial.STEPS)])).toList();
    List<Estimate> errors =
        IntStream.range(0, Trial.REPAIRS.size()).mapToObj(i -> over(rankings, r -> r.error()[i])).toList();
    return new Order(name, found, errors, IntStream.rangeClosed(0, Trial.STEPS)
        .mapToObj(i -> over(rankings, r -> r.found()[i]).mean()).toList());
  }

  private static Estimate over(List<Ranking> rankings, Function<Ranking, Double> number) {
    return Estimate.of(rankings.stream().map(number).toList());
  }

  private static List<List<Suspect>> suspects(Trial trial) {
    int[] falling = Argsort.descending(trial.scores());
    int[] rising = Argsort.ascending(trial.scores());
    boolean[] wrong = trial.noise().wrong();
    return List.of(first(trial, falling, i -> wrong[i]), first(trial, falling, i -> !wrong[i]),
        first(trial, rising, i -> wrong[i]));
  }

  private static List<Suspect> first(Trial trial, int[] order, IntPredicate isShown) {
    LabelNoise noise = trial.noise();
    List<Suspect> suspects = new ArrayList<>();
    Arrays.stream(order).filter(isShown).limit(SHOWN).forEach(i -> suspects
        .add(new Suspect(noise.index()[i], noise.labels()[i], noise.truth()[i], trial.scores()[i])));
    return suspects;
  }

  @Override
  public List<String> digest(MislabelledResults r) {
    List<String> lines = new ArrayList<>(List.of("mislabelled: " + r.wrong() + " wrong labels of " + r.images() + ", "
        + Text.count(r.seeds(), "seed") + " from " + r.seed()));
    lines.add(String.format("%-38s%s", "found after inspecting",
        String.join("", r.repairs().stream().map(share -> String.format("%9s", Text.decimal(100 * share, 0) + " %"))
            .toList())));
    for (Found model : r.models()) {
      lines.add(model.title());
      model.orders().forEach(order -> lines.add(row("  " + order.order(), order.found())));
      model.orders().forEach(order -> lines.add(row("  test error then, " + order.order(), order.errors())));
    }
    lines.add("in " + Text.decimal(r.secondsTest() / 60, 1) + " min of one thread (" + r.kernels() + ", threads: "
        + r.threads() + ")");
    return lines;
  }

  private static String row(String name, List<Estimate> numbers) {
    return String.format("%-38s%s", name,
        String.join("", numbers.stream().map(e -> String.format("%9s", Text.percent(e.mean()))).toList()));
  }

  @Override
  public Report report(MislabelledResults results, Settings settings) throws IOException {
    return MislabelledReport.of(results, ImageSet.MNIST.train(settings.data()));
  }
}

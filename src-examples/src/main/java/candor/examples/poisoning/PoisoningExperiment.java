package candor.examples.poisoning;

import candor.examples.Experiment;
import candor.examples.KeptResults;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.SideBySide;
import candor.examples.data.CifarFiles;
import candor.examples.poisoning.PoisoningResults.Attack;
import candor.examples.poisoning.PoisoningResults.Attacks;
import candor.examples.poisoning.PoisoningResults.Campaign;
import candor.examples.report.Interval;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.data.Batch;
import candor.nn.data.Images;
import candor.nn.data.TensorDataset;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The training-set attack of Koh & Liang 2017 (section 5.2): training images are changed by less than half a grey level, so
/// that a test image is classified wrongly by the network that learns from them.
public final class PoisoningExperiment implements Experiment<PoisoningResults> {
  static final String NAME = "poisoning";

  private static final Option<Integer> TARGETS = Option.whole("targets", 500, 1, 2000, "test images to attack");
  private static final Option<Integer> IMAGES =
      Option.whole("images", 1000, 20, 1000, "training images of each of the two kinds");
  private static final Option<Integer> FEATURES =
      Option.whole("features", 40_000, 10, 40_000, "images of other kinds that the features are learned from");
  private static final Option<Integer> EPOCHS = Option.whole("epochs", 3, 1, 1000, "passes over these images");
  /// Cats and dogs.
  private static final int[] KINDS = {3, 5};
  /// Numbers of training images that are changed for a target.
  private static final int[] CHANGED = {1, 10};
  /// Targets whose attacks are kept together.
  private static final int PART = 25;
  private static final int SHOWN = 6;

  /// Makes the experiment.
  public PoisoningExperiment() {
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "test images flipped by invisible changes of training images";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(TARGETS, IMAGES, FEATURES, EPOCHS);
  }

  @Override
  public Class<PoisoningResults> type() {
    return PoisoningResults.class;
  }

  @Override
  public PoisoningResults run(Settings settings, Progress progress) throws IOException {
    long seed = settings.get(Settings.SEED);
    Images all = CifarFiles.train(CifarFiles.folder(settings.data()));
    Images test = CifarFiles.test(CifarFiles.folder(settings.data()));
    int[] others = first(all, kind -> kind != KINDS[0] && kind != KINDS[1], settings.get(FEATURES));
    progress.stage("learning features of " + others.length + " images");
    Features features = Features.learn(NAME, all.subset(others), settings.get(EPOCHS), seed,
        settings.output().resolve("features"), progress);
    TensorDataset train = train(settings, all);
    int[] tests = first(test, kind -> kind == KINDS[0] || kind == KINDS[1], test.size());
    double[] margins = new Victim(features.classifier(), train).margins(two(test, tests));
    int right = (int) Arrays.stream(margins).filter(margin -> margin > 0).count();
    int[] targets = targets(tests, margins, settings.get(TARGETS), seed);
    if (targets.length == 0) {
      throw new IOException(NAME + ": none of " + tests.length + " test images is classified rightly, so there is no"
          + " target; ask for more images or epochs");
    }
    Map<String, String> texts = new LinkedHashMap<>(Map.of("seed", Long.toString(seed)));
    options().forEach(option -> texts.put(option.name(), settings.get(option).toString()));
    KeptResults kept = KeptResults.in(NAME, settings.output().resolve("attacks"), texts);
    int parts = Math.ceilDiv(targets.length, PART);
    progress.stage("attacking " + targets.length + " of " + right + " test images that are classified rightly");
    List<Attacks> attacks = SideBySide.run(parts * CHANGED.length, i -> {
      int changed = CHANGED[i / parts];
      int[] some = Arrays.copyOfRange(targets, i % parts * PART, Math.min(targets.length, (i % parts + 1) * PART));
      Attacks result = kept.of("changed-" + changed + "-part-" + i % parts, Attacks.class,
          () -> attack(features, train, two(test, some), some, changed, seed));
      progress.stage("changing " + Text.count(changed, "image") + ": part " + (i % parts + 1) + " of " + parts + ", "
          + result.attacks().stream().filter(Attack::verified).count() + " of " + some.length + " flipped");
      return result;
    });
    Backend backend = Backend.current();
    List<Campaign> campaigns = new ArrayList<>();
    for (int c = 0; c < CHANGED.length; c++) {
      campaigns.add(campaign(CHANGED[c], flat(attacks.subList(c * parts, (c + 1) * parts))));
    }
    return new PoisoningResults(NAME, seed, Arrays.stream(KINDS).mapToObj(CifarFiles.CLASSES::get).toList(),
        settings.get(EPOCHS), others.length, train.size(), tests.length, (double) right / tests.length,
        targets.length, Victim.DECAY,
        ResultsFile.duration(attacks.stream().mapToDouble(Attacks::seconds).sum()), backend.kernels().name(),
        backend.pool().threads(), campaigns, flat(attacks.subList(0, parts)).stream().filter(Attack::verified)
            .sorted(Comparator.comparingDouble(attack -> -attack.margin())).limit(SHOWN).toList());
  }

  /// The first images of some kinds.
  private static int[] first(Images images, IntPredicate isWanted, int count) {
    int[] labels = images.labels();
    return IntStream.range(0, labels.length).filter(i -> isWanted.test(labels[i])).limit(count).toArray();
  }

  /// The training images of the two kinds.
  static int[] trained(Images all, int each) {
    return Arrays.stream(KINDS).flatMap(kind -> Arrays.stream(first(all, label -> label == kind, each))).toArray();
  }

  private static TensorDataset train(Settings settings, Images all) {
    return two(all, trained(all, settings.get(IMAGES)));
  }

  /// Images of the two kinds, with classes 0 and 1.
  private static TensorDataset two(Images images, int... index) {
    Batch batch = images.batch(index);
    int[] classes = Arrays.stream(batch.target().toInts()).map(kind -> kind == KINDS[0] ? 0 : 1).toArray();
    return new TensorDataset(batch.input(), Tensor.of(classes, classes.length));
  }

  /// Some of the images that are classified rightly, drawn by the seed before any attack.
  private static int[] targets(int[] tests, double[] margins, int count, long seed) {
    int[] right = IntStream.range(0, tests.length).filter(i -> margins[i] > 0).toArray();
    int[] order = RandomStream.of(seed).purpose(Purpose.SHUFFLING).child("targets").permutation(right.length);
    return Arrays.stream(order).limit(count).map(i -> tests[right[i]]).toArray();
  }

  private static Attacks attack(Features features, TensorDataset train, TensorDataset data, int[] targets, int changed,
      long seed) {
    long start = System.nanoTime();
    Victim victim = new Victim(features.classifier(), train);
    RandomStream noise = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("control");
    List<Attack> attacks = new ArrayList<>();
    for (int i = 0; i < targets.length; i++) {
      attacks.add(victim.attack(targets[i], data.batch(i), changed, noise.at(targets[i])));
    }
    return new Attacks(attacks, ResultsFile.duration((System.nanoTime() - start) / 1e9));
  }

  private static List<Attack> flat(List<Attacks> parts) {
    return parts.stream().flatMap(part -> part.attacks().stream()).toList();
  }

  private static Campaign campaign(int changed, List<Attack> attacks) {
    int flips = (int) attacks.stream().filter(Attack::verified).count();
    int chance = (int) attacks.stream().filter(attack -> attack.control() <= 0).count();
    double share = (double) flips / attacks.size();
    double control = (double) chance / attacks.size();
    return new Campaign(changed, flips, share, Interval.ofShare(share, attacks.size()), chance, control,
        Interval.ofShare(control, attacks.size()),
        attacks.stream().filter(Attack::verified).mapToInt(Attack::steps).average().orElse(0),
        list(attacks, Attack::margin), list(attacks, Attack::after), list(attacks, Attack::control),
        list(attacks, Attack::predicted));
  }

  private static List<Double> list(List<Attack> attacks, ToDoubleFunction<Attack> number) {
    return attacks.stream().map(number::applyAsDouble).toList();
  }

  @Override
  public List<String> digest(PoisoningResults r) {
    List<String> lines = new ArrayList<>();
    lines.add(NAME + ": " + String.join(" and ", r.kinds()) + ", " + r.trainImages() + " training images, accuracy "
        + Text.percent(r.accuracy()) + ", seed " + r.seed());
    for (Campaign c : r.campaigns()) {
      lines
          .add(Text.count(c.changed(), "changed image") + ": " + c.flips() + " of " + r.targets() + " targets flipped ("
              + Text.percent(c.flipped()) + "), by random signs " + c.controlFlips() + " ("
              + Text.percent(c.controlFlipped())
              + ")");
    }
    lines.add("attacked in " + Text.decimal(r.secondsTest() / 60, 1) + " min of one thread (" + r.kernels()
        + ", threads: " + r.threads() + ")");
    return lines;
  }

  @Override
  public Report report(PoisoningResults results, Settings settings) throws IOException {
    Images all = CifarFiles.train(CifarFiles.folder(settings.data()));
    return PoisoningReport.of(results, all.subset(trained(all, settings.get(IMAGES))),
        CifarFiles.test(CifarFiles.folder(settings.data())));
  }
}

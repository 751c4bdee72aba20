package candor.examples.priornetworks;

import candor.examples.Experiment;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.SideBySide;
import candor.examples.data.ImageSet;
import candor.examples.data.Synthetic;
import candor.examples.priornetworks.Examination.Findings;
import candor.examples.priornetworks.PriorNetworksResults.Inputs;
import candor.examples.priornetworks.PriorNetworksResults.NoiseCurve;
import candor.examples.priornetworks.PriorNetworksResults.Performance;
import candor.examples.priornetworks.PriorNetworksResults.SyntheticImages;
import candor.examples.priornetworks.PriorNetworksResults.TrainingLoss;
import candor.examples.priornetworks.Training.Trained;
import candor.examples.report.Estimate;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.data.Batch;
import candor.nn.data.Images;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Networks that answer with a Dirichlet distribution (Malinin & Gales 2018 and 2019; Joo, Chung & Seo 2020) beside a
/// softmax classifier and MC dropout: do they tell a digit that could be two from an image that is no digit at all, and
/// do they still when noise makes every digit hard to read?
public final class PriorNetworksExperiment implements Experiment<PriorNetworksResults> {
  static final String NAME = "prior-networks";

  private static final Option<Integer> SEEDS = Option.whole("seeds", 5, 1, 100, "seeds, from --seed on");
  private static final Option<Integer> EPOCHS = Option.whole("epochs", 3, 1, 1000, "passes over the training images");
  private static final Option<Integer> BATCH = Option.whole("batch", 64, 1, 10_000, "digits of a training step");
  private static final Option<Integer> IMAGES = Option.whole("images", 55_000, 20, 55_000, "digits to train with");
  private static final Option<Integer> TEST = Option.whole("test", 10_000, 4, 10_000, "inputs of a set to ask about");
  private static final Option<Integer> PASSES = Option.whole("passes", 30, 1, 10_000, "passes of MC dropout");
  private static final Option<Integer> FACTORS =
      Option.whole("factors", 50, 1, 700, "factors of the analysis that synthetic images are drawn from");
  private static final Option<Integer> HELD_OUT =
      Option.whole("held-out", 0, 0, 1, "whether to test on training images that were held out, to choose settings");

  /// The share of the training images that nothing is trained with.
  private static final int HELD_SHARE = 12;
  /// The share of a set that is asked about again under noise.
  private static final int NOISY_SHARE = 4;
  private static final int SHOWN = 8;
  private static final String FAMILY_SEEN = "family seen in training";
  private static final String NEVER_SEEN = "never seen";

  /// Makes the experiment.
  public PriorNetworksExperiment() {
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "networks that answer with a Dirichlet distribution, on digits, blends, other images and noise";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SEEDS, EPOCHS, BATCH, IMAGES, TEST, PASSES, FACTORS, HELD_OUT);
  }

  @Override
  public Class<PriorNetworksResults> type() {
    return PriorNetworksResults.class;
  }

  @Override
  public PriorNetworksResults run(Settings settings, Progress progress) throws IOException {
    long seed = settings.get(Settings.SEED);
    int seeds = settings.get(SEEDS);
    Images digits = trained(ImageSet.MNIST.train(settings.data()), settings);
    Images clothes = trained(ImageSet.FASHION_MNIST.train(settings.data()), settings);
    Inquiry inquiry = inquiry(settings);
    progress.stage("fitting a factor analysis to " + digits.size() + " images");
    Synthetic synthetic =
        Synthetic.kept(settings.output().resolve("networks").resolve("synthetic.safetensors"), digits,
            settings.get(FACTORS));
    Training training = new Training(digits, clothes, synthetic, settings.get(EPOCHS), settings.get(BATCH),
        settings.output().resolve("networks"), configuration(settings), progress);
    Recipe[] recipes = Recipe.values();
    progress.stage("training " + Text.count(seeds * recipes.length, "network") + " on " + digits.size() + " images");
    List<Trained> networks = SideBySide.run(seeds * recipes.length,
        i -> training.train(recipes[i % recipes.length], seed + i / recipes.length));
    Examination examination = new Examination(inquiry.sets, inquiry.labels,
        Math.max(1, inquiry.labels.length / NOISY_SHARE), settings.get(PASSES));
    progress.stage("asking about " + inquiry.labels.length + " inputs of each kind");
    long start = System.nanoTime();
    List<Findings> findings = SideBySide.run(seeds, i -> examination
        .of(Examination.byRecipe(networks.subList(i * recipes.length, (i + 1) * recipes.length)), seed + i));
    double seconds = (System.nanoTime() - start) / 1e9;
    return results(settings, inquiry, examination, synthetic, networks, findings, seconds);
  }

  private static Images trained(Images all, Settings settings) {
    return all.first(Math.min(settings.get(IMAGES), all.size() - heldOut(all)));
  }

  private static int heldOut(Images all) {
    return Math.ceilDiv(all.size(), HELD_SHARE);
  }

  /// What to ask about.
  ///
  /// @param sets digits, blends of two, and sets from outside
  /// @param labels classes of the digits
  /// @param relations what networks that saw images from outside know of each set
  record Inquiry(List<InputSet> sets, int[] labels, List<String> relations) {
  }

  /// The inputs to ask about, all sets of one size.
  static Inquiry inquiry(Settings settings) throws IOException {
    boolean isHeldOut = settings.get(HELD_OUT) == 1;
    Images digits = isHeldOut ? ImageSet.MNIST.train(settings.data()) : ImageSet.MNIST.test(settings.data());
    Images clothes =
        isHeldOut ? ImageSet.FASHION_MNIST.train(settings.data()) : ImageSet.FASHION_MNIST.test(settings.data());
    List<Images> all = new ArrayList<>(List.of(digits, clothes));
    if (!isHeldOut) {
      all.add(ImageSet.KMNIST.test(settings.data()));
    }
    int count = settings.get(TEST);
    for (Images images : all) {
      count = Math.min(count, isHeldOut ? heldOut(images) : images.size());
    }
    Batch asked = asked(digits, count, isHeldOut);
    List<InputSet> sets = new ArrayList<>(List.of(InputSet.digits(asked), InputSet.blends(digits, asked),
        new InputSet(ImageSet.FASHION_MNIST.id(), "clothes", asked(clothes, count, isHeldOut).input())));
    List<String> relations = new ArrayList<>(List.of("the classes", "never seen, but made of digits", FAMILY_SEEN));
    if (!isHeldOut) {
      sets.add(new InputSet(ImageSet.KMNIST.id(), "Japanese characters", asked(all.getLast(), count, false).input()));
      relations.add(NEVER_SEEN);
    }
    return new Inquiry(sets, asked.target().toInts(), relations);
  }

  private static Batch asked(Images images, int count, boolean isHeldOut) {
    int from = isHeldOut ? images.size() - heldOut(images) : 0;
    return images.batch(IntStream.range(from, from + count).toArray());
  }

  private static Map<String, String> configuration(Settings settings) {
    Map<String, String> configuration = new LinkedHashMap<>();
    for (Option<?> option : List.of(EPOCHS, BATCH, IMAGES, FACTORS)) {
      configuration.put(option.name(), settings.get(option).toString());
    }
    return configuration;
  }

  private PriorNetworksResults results(Settings settings, Inquiry inquiry, Examination examination,
      Synthetic synthetic, List<Trained> networks, List<Findings> findings, double seconds) {
    long seed = settings.get(Settings.SEED);
    Backend backend = Backend.current();
    Found found = new Found();
    findings.forEach(one -> found.add(one.numbers()));
    Summary summary = new Summary(found, examination);
    List<Inputs> sets = IntStream.range(0, inquiry.sets.size()).mapToObj(i -> new Inputs(
        inquiry.sets.get(i).id(), inquiry.sets.get(i).title(), inquiry.relations.get(i))).toList();
    return new PriorNetworksResults(NAME, seed, settings.get(SEEDS), settings.get(EPOCHS), settings.get(BATCH),
        settings.get(PASSES), synthetic.images(), inquiry.labels.length,
        examination.noisy(), settings.get(HELD_OUT) == 1 ? "training images that were held out" : "test images",
        ResultsFile.duration(networks.stream().mapToDouble(one -> one.history().seconds()).sum()),
        ResultsFile.duration(synthetic.seconds()), ResultsFile.duration(seconds), backend.kernels().name(),
        backend.pool().threads(), Summary.conventions(),
        new SyntheticImages(settings.get(FACTORS), synthetic.iterations(), Synthetic.VARIANCE,
            shown(synthetic.draw(SHOWN, seed))),
        sets, summary.models(), summary.noise(),
        networks.subList(0, Recipe.values().length).stream()
            .map(one -> new TrainingLoss(one.recipe().id(), one.history().losses())).toList(),
        findings.getFirst().histograms(), findings.getFirst().answers());
  }

  private static List<String> shown(Images images) {
    List<String> pictures = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      float[] grey = images.batch(i).input().toFloats();
      byte[] bytes = new byte[grey.length];
      for (int p = 0; p < grey.length; p++) {
        bytes[p] = (byte) Math.round(255 * grey[p]);
      }
      pictures.add(Base64.getEncoder().encodeToString(bytes));
    }
    return pictures;
  }

  @Override
  public List<String> digest(PriorNetworksResults r) {
    List<String> lines = new ArrayList<>();
    lines.add(NAME + ": " + Text.count(r.seeds(), "seed") + " from " + r.seed() + ", "
        + Text.count(r.epochs(), "epoch") + ", " + r.trainImages() + " digits, " + r.testImages() + " " + r.tested());
    for (Performance model : r.models()) {
      lines.add(model.model() + ": error " + model.error().percent());
      model.measures().forEach(measure -> {
        StringBuilder line =
            new StringBuilder(String.format(Locale.ROOT, "  %-21s AUPR of errors %s, AUROC", measure.measure(),
                Text.decimal(measure.auprErrors().mean(), 3)));
        measure.detections().stream().filter(d -> d.inside().equals(InputSet.DIGITS))
            .forEach(d -> line.append(' ').append(d.outside()).append(' ').append(Text.decimal(d.auroc().mean(), 4)));
        lines.add(line.toString());
      });
    }
    r.noise().forEach(curve -> lines.addAll(noise(curve)));
    lines.add("trained in " + Text.decimal(r.secondsTrain() / 60, 1) + " min of one thread, tested in "
        + Text.decimal(r.secondsTest() / 60, 1) + " min (" + r.kernels() + ", threads: " + r.threads() + ")");
    return lines;
  }

  private static List<String> noise(NoiseCurve curve) {
    List<String> lines = new ArrayList<>();
    lines.add(curve.model() + (curve.trainedWithNoise() ? "" : " (trained without noise)") + " by noise "
        + curve.sigmas() + ": error " + means(curve.error()));
    curve.measures().stream().filter(measure -> !measure.auroc().isEmpty()).forEach(measure -> lines
        .add(String.format(Locale.ROOT, "  %-21s %-14s %s", measure.measure(), measure.set(), means(measure.auroc()))));
    return lines;
  }

  private static String means(List<List<Double>> each) {
    return String.join(" ", each.stream().map(seeds -> Text.decimal(Estimate.of(seeds).mean(), 3)).toList());
  }

  @Override
  public Report report(PriorNetworksResults results, Settings settings) throws IOException {
    return PriorNetworksReport.of(results, inquiry(settings).sets());
  }
}

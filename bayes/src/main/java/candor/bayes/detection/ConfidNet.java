package candor.bayes.detection;

import candor.bayes.Orientation;
import candor.bayes.PrecisionRule;
import candor.bayes.Ranking;
import candor.nn.Buffer;
import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.data.TensorDataset;
import candor.nn.io.FileFormatException;
import candor.nn.io.Weights;
import candor.nn.layer.Activation;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.train.EarlyStopping;
import candor.nn.train.Goal;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A network that learns how sure a classifier may be (Corbière et al. 2019, *Addressing Failure Prediction by Learning
/// Model Confidence*): from the classifier's features it predicts the probability of the true class, TCP, by the squared
/// error on the classifier's own training data (eq. 4), in two stages.
///
/// ```java
/// ConfidNet confidNet = ConfidNet.of(classifier.read(training), classifier.read(validation), SmallConvNet::confidNet, 1);
/// ConfidNet.Stage head = confidNet.head(plan, 10);
/// head.builder().build().fit(100);
/// head.finish();
/// ConfidNet.Stage whole = confidNet.fineTuning(plan.rate(1e-6));
/// whole.builder().build().fit(20);
/// whole.finish();
/// double[] confidence = confidNet.of(classifier.read(test));
/// ```
///
/// The first stage trains the head, hidden layers with rectifiers and a sigmoid at the end, on features that are computed
/// once: those without dropout, or better those of several passes with it. The second trains the head and a copy of the layers that make the features. The copy runs in evaluation then too:
/// nothing is dropped, and batch normalisation keeps the classifier's running statistics, so that the features stay
/// comparable with what the head has learned; the scales and shifts of normalisation are trained as other weights are.
/// The classifier itself is never changed, nor is its prediction.
///
/// After each epoch the area under the precision-recall curve of the validation data's errors is measured; the weights of
/// the best epoch are kept. Features are standardised by the moments of the training data, and the untrained network says
/// the mean of the targets: from another start, the first steps towards targets that are nearly all 1 saturate the sigmoid,
/// whose slope, and with it all learning, is then gone. Training it on data that the classifier has not seen instead gives it few errors to learn
/// from, or few samples; the paper trains on the classifier's own.
public final class ConfidNet implements Detector {
  /// The metric of the validation data, as logs and checkpoints name it.
  public static final String METRIC = "aupr-error";
  private static final PrecisionRule AREA = PrecisionRule.STEP;

  private final Reading training;
  private final Reading validation;
  private final Network network;

  /// How a stage is trained.
  ///
  /// @param rate learning rate of Adam
  /// @param batch samples of a batch
  /// @param patience epochs without a better validation metric after which it ends
  /// @param seed seed of the order of the samples
  public record Plan(double rate, int batch, int patience, long seed) {
    /// The same with another learning rate.
    ///
    /// @param other learning rate
    /// @return new plan
    public Plan rate(double other) {
      return new Plan(other, batch, patience, seed);
    }
  }

  private ConfidNet(Reading training, Reading validation, Network network) {
    this.training = training;
    this.validation = validation;
    this.network = network;
  }

  /// Makes an untrained network with the head of the paper, four hidden layers of 400 units.
  ///
  /// @param training the classifier's reading of its training data
  /// @param validation its reading of other data, of which some are classified wrongly
  /// @param architecture makes a network like the classifier's, which becomes the copy; its numbers are replaced
  /// @param seed seed of the head's first weights
  /// @return the network
  /// @throws IllegalArgumentException if the readings are of different classifiers, the validation data has no errors or
  ///     nothing else, or the architecture is another one than the classifier's
  public static ConfidNet of(Reading training, Reading validation, Supplier<Sequential> architecture, long seed) {
    return of(training, validation, architecture, 400, 4, seed);
  }

  /// Makes an untrained network.
  ///
  /// @param training the classifier's reading of its training data
  /// @param validation its reading of other data, of which some are classified wrongly
  /// @param architecture makes a network like the classifier's, which becomes the copy; its numbers are replaced
  /// @param width units of every hidden layer
  /// @param hidden number of hidden layers
  /// @param seed seed of the head's first weights
  /// @return the network
  /// @throws IllegalArgumentException if the readings are of different classifiers, the validation data has no errors or
  ///     nothing else, the architecture is another one than the classifier's, or a number is below 1
  public static ConfidNet of(Reading training, Reading validation, Supplier<Sequential> architecture, int width,
      int hidden, long seed) {
    if (width < 1 || hidden < 1) {
      throw new IllegalArgumentException(
          "confidnet: " + hidden + " hidden layers of " + width + " units, expected 1 or more of both");
    }
    Classifier classifier = training.classifier();
    requireReading(classifier, validation);
    requireErrors(validation.correct());
    Sequential source = classifier.network();
    Sequential copy = architecture.get();
    if (!copy.structure().equals(source.structure())) {
      throw new IllegalArgumentException(
          "confidnet: the architecture is " + copy.structure() + ", expected " + source.structure());
    }
    Head head = new Head(training.features().shape().size(1), width, hidden);
    Network network = new Network(copy, classifier.featureLayers(), head);
    network.initialise(seed, training.features().dtype());
    assign(copy, Weights.of(source));
    head.begin(training.features(), Detectors.trueClassProbability(training));
    return new ConfidNet(training, validation, network);
  }

  private static void requireReading(Classifier classifier, Reading reading) {
    if (reading.classifier() != classifier) {
      throw new IllegalArgumentException("confidnet: the reading is of another classifier");
    }
  }

  private static void requireErrors(boolean... correct) {
    int errors = 0;
    for (boolean right : correct) {
      errors += right ? 0 : 1;
    }
    if (errors == 0 || errors == correct.length) {
      throw new IllegalArgumentException("confidnet: " + errors + " of " + correct.length
          + " validation inputs are classified wrongly, expected some of both kinds, to choose an epoch by");
    }
  }

  /// From features to a confidence.
  private static final class Head extends Module {
    /// The mean of the targets is 1 for a classifier that fits its training data.
    private static final double SUREST = 0.999;
    private final Buffer mean;
    private final Buffer deviation;
    private final Sequential layers;
    private final Linear last;

    Head(int features, int width, int hidden) {
      mean = buffer("mean", 0, features);
      deviation = buffer("deviation", 1, features);
      Sequential.Builder builder = Sequential.builder();
      for (int i = 1; i <= hidden; i++) {
        builder.add("fc" + i, new Linear(i == 1 ? features : width, width, Init.heNormal()));
        builder.add("relu" + i, Activation.relu());
      }
      last = new Linear(width, 1, Init.constant(0));
      layers = child("layers", builder.add("fc" + (hidden + 1), last).add("sigmoid", Activation.sigmoid()).build());
    }

    /// Standardises features, and says the mean of the targets.
    void begin(Tensor features, double... targets) {
      Tensor wide = features.to(DType.F64);
      Tensor spread = wide.variance(0, 0).sqrt();
      mean.assign(wide.mean(0).to(features.dtype()));
      // A unit that is dead on the training data stays as it is.
      deviation.assign(Tensor.where(spread.gt(0), spread, Tensor.scalar(DType.F64, 1)).to(features.dtype()));
      double target = Math.min(SUREST, Arrays.stream(targets).sum() / targets.length);
      Parameter bias = last.parameters().getLast();
      bias.assign(Tensor.full(features.dtype(), StrictMath.log(target / (1 - target)), 1));
    }

    @Override
    protected Tensor forward(Tensor features, Context context) {
      return layers.apply(features.sub(mean.value()).div(deviation.value()), context);
    }
  }

  /// The copy of the classifier's layers, and the head.
  private static final class Network extends Module {
    private final Sequential encoder;
    private final int layers;
    private final Head head;

    Network(Sequential encoder, int layers, Head head) {
      this.encoder = child("encoder", encoder);
      this.layers = layers;
      this.head = child("head", head);
    }

    @Override
    protected Tensor forward(Tensor x, Context context) {
      return head.apply(Reading.pooled(encoder, x, layers), context);
    }

    /// What takes part in the output: the last layers of the copy do not.
    List<Parameter> used() {
      return Stream.concat(encoder.children().subList(0, layers).stream(), Stream.of(head))
          .flatMap(part -> part.parameters().stream()).toList();
    }
  }

  /// A stage of training, to be built into a trainer, perhaps with checkpoints, and run; then [#finish] it.
  public static final class Stage {
    private final TrainerBuilder builder;
    private final EarlyStopping best;
    private final Module model;
    private final double before;
    private final Map<String, Tensor> weights;

    private Stage(TrainerBuilder builder, EarlyStopping best, Module model, double before) {
      this.builder = builder;
      this.best = best;
      this.model = model;
      this.before = before;
      weights = new LinkedHashMap<>(Weights.of(model));
      weights.replaceAll((path, tensor) -> Workspace.keep(tensor));
    }

    /// The training, with its validation and early stopping.
    ///
    /// @return the builder, to which listeners and checkpoints can be added
    public TrainerBuilder builder() {
      return builder;
    }

    /// Gives the network the weights of the best epoch, or those from before the stage if no epoch was better than
    /// these.
    ///
    /// @return the area under the precision-recall curve of the validation data's errors that it has with them
    public double finish() {
      if (best.best() > before) {
        best.restoreBest();
        return best.best();
      }
      assign(model, weights);
      return before;
    }
  }

  /// The first stage: the head alone, on features that the classifier makes of the data once.
  ///
  /// @param plan how to train
  /// @return the stage
  public Stage head(Plan plan) {
    return head(new TensorDataset(training.features(), targets()), plan);
  }

  /// The first stage on features with dropout left on, as in the authors' code: every training input comes as often in an
  /// epoch as there are passes, with the features of each pass and the probability that its true class has in it. The
  /// classifier is wrong more often then, so there are more errors to learn from, and features are seen from more than one
  /// side. Validation is without dropout.
  ///
  /// @param plan how to train; its seed is that of the passes too
  /// @param passes number of passes, each in the memory of the features
  /// @return the stage
  /// @throws IllegalArgumentException if there is no pass, or the classifier's features have no random layer before them
  public Stage head(Plan plan, int passes) {
    Classifier classifier = training.classifier();
    if (passes < 1) {
      throw new IllegalArgumentException("confidnet: " + passes + " passes, expected 1 or more");
    }
    if (classifier.network().deterministicPrefix() >= classifier.featureLayers()) {
      throw new IllegalArgumentException("confidnet: no random layer, such as dropout, among the "
          + classifier.featureLayers() + " layers that make the features, so all passes would be equal");
    }
    int features = training.features().shape().size(1);
    Tensor sampled = training.sampled(passes, plan.seed);
    Tensor all = sampled.reshape(-1, sampled.shape().size(2));
    int[] labels = training.labels();
    int[] repeated = new int[passes * labels.length];
    Arrays.setAll(repeated, i -> labels[i % labels.length]);
    Tensor probabilities = all.slice(1, features, all.shape().size(1)).to(DType.F64).softmax(1);
    Tensor targets = probabilities.gather(1, Tensor.of(repeated, repeated.length, 1)).to(all.dtype());
    return head(new TensorDataset(all.slice(1, 0, features), targets), plan);
  }

  private Stage head(Dataset data, Plan plan) {
    return stage(network.head, network.head.parameters(), data, new TensorDataset(validation.features(), outcomes()),
        plan);
  }

  /// The second stage: the head and the copy of the layers that make the features, from the inputs. Take a learning rate
  /// well below that of the first.
  ///
  /// @param plan how to train
  /// @return the stage
  public Stage fineTuning(Plan plan) {
    return stage(network, network.used(), new Retargeted(training.data(), targets()),
        new Retargeted(validation.data(), outcomes()), plan);
  }

  private Stage stage(Module model, List<Parameter> parameters, Dataset data, Dataset held, Plan plan) {
    EarlyStopping best = new EarlyStopping(model, Goal.highest(METRIC), plan.patience, 0);
    DataLoader loader = new DataLoader(data, plan.batch, plan.seed);
    TrainerBuilder builder = Trainer.builder(model, Loss.mse(), new Adam(parameters, plan.rate), loader).seed(plan.seed)
        .validate(held).metric(METRIC, ConfidNet::areaOfErrors).listen(best);
    double before = Ranking.ofErrors(uncertainty(validation), validation.correct()).averagePrecision(AREA);
    return new Stage(builder, best, model, before);
  }

  private static double areaOfErrors(Tensor confidence, Tensor outcomes) {
    double[] uncertainty = confidence.to(DType.F64).neg().reshape(-1).toDoubles();
    boolean[] correct = new boolean[uncertainty.length];
    double[] right = outcomes.to(DType.F64).reshape(-1).toDoubles();
    for (int i = 0; i < correct.length; i++) {
      correct[i] = right[i] == 1;
    }
    return Ranking.ofErrors(uncertainty, correct).averagePrecision(AREA);
  }

  /// The probability of the true class, `[N, 1]`.
  private Tensor targets() {
    return column(Detectors.trueClassProbability(training));
  }

  /// 1 for a right answer, 0 for a wrong one, `[N, 1]`.
  private Tensor outcomes() {
    boolean[] correct = validation.correct();
    double[] result = new double[correct.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = correct[i] ? 1 : 0;
    }
    return column(result);
  }

  private Tensor column(double... numbers) {
    return Tensor.of(numbers, numbers.length, 1).to(training.features().dtype());
  }

  private static void assign(Module model, Map<String, Tensor> weights) {
    try {
      Weights.assign(model, "confidnet", weights);
    } catch (FileFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// The network, to be saved and loaded: the copy of the classifier's layers as `encoder`, the head as `head`.
  ///
  /// @return the network, from inputs to confidences `[N, 1]`
  public Module network() {
    return network;
  }

  @Override
  public String name() {
    return "ConfidNet";
  }

  @Override
  public Orientation orientation() {
    return Orientation.SURE;
  }

  @Override
  public double[] of(Reading reading) {
    requireReading(training.classifier(), reading);
    return reading.map(x -> network.apply(x, Context.evaluate())).to(DType.F64).reshape(-1).toDoubles();
  }
}

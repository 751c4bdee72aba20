package candor.examples.mislabelled;

import candor.bayes.Argsort;
import candor.bayes.curvature.Curvature;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.curvature.NewtonCg;
import candor.bayes.influence.Influence;
import candor.bayes.influence.Inspection;
import candor.linalg.DirectSolver;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.data.Images;
import candor.nn.data.TensorDataset;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// What one model finds of the wrong labels of one seed.
///
/// @param model the model
/// @param noise images and labels
/// @param scores self-influence of each image
/// @param rankings what each order of inspection finds and repairs, in the order of [#ORDERS]
record Trial(Model model, LabelNoise noise, double[] scores, List<Ranking> rankings) {
  static final String SELF_INFLUENCE = "self-influence";
  static final String LOSS = "training loss";
  static final String RANDOM = "random order";
  /// The orders of inspection.
  static final List<String> ORDERS = List.of(SELF_INFLUENCE, LOSS, RANDOM);
  /// Shares of the images after which labels are repaired and the last layer learns again.
  static final List<Double> REPAIRS = List.of(0.0, 0.05, 0.1, 0.15, 0.2, 0.3);
  /// Points of a curve of what is found.
  static final int STEPS = 100;

  /// An order of inspection.
  ///
  /// @param found share of the wrong labels that is found after inspecting 0, 1/100, … of the images
  /// @param error test error after inspecting and repairing each share of [#REPAIRS]
  record Ranking(double[] found, double[] error) {
  }

  /// Learns from the labels as they are, and looks for the wrong ones.
  ///
  /// @param model model
  /// @param noise images and labels
  /// @param test test images
  /// @param epochs passes of a network over the images
  /// @param seed seed of the model
  static Trial of(Model model, LabelNoise noise, Images test, int epochs, long seed) {
    UnaryOperator<Tensor> network = model.learn(noise.data(), epochs, seed);
    Tensor features = features(network, noise.images());
    EmpiricalRisk risk = model.risk(new TensorDataset(features, noise.data().targets()));
    Head head = new Head(risk, features(network, test.all().input()), test.labels());
    head.fit();
    Influence influence = new Influence(risk, DirectSolver.of(Curvature.hessian(risk), 0));
    double[] scores = influence.selfInfluence(IntStream.range(0, noise.size()).toArray());
    double[] losses = risk.sampleLosses();
    double[] equal = new double[noise.size()];
    int[] shuffled =
        RandomStream.of(seed).purpose(Purpose.SHUFFLING).child("inspection").permutation(noise.size());
    boolean[] wrong = noise.wrong();
    List<Ranking> rankings = List.of(
        new Ranking(found(Inspection.of(scores, wrong)), head.errors(noise, Argsort.descending(scores))),
        new Ranking(found(Inspection.of(losses, wrong)), head.errors(noise, Argsort.descending(losses))),
        new Ranking(found(Inspection.of(equal, wrong)), head.errors(noise, shuffled)));
    return new Trial(model, noise, scores, rankings);
  }

  private static Tensor features(UnaryOperator<Tensor> network, Tensor images) {
    return new Evaluator().map(images.shape().size(0), 0, (from, to) -> network.apply(images.slice(0, from, to)));
  }

  private static double[] found(Inspection inspection) {
    return IntStream.rangeClosed(0, STEPS).mapToDouble(i -> inspection.share((double) i / STEPS)).toArray();
  }

  /// A last layer before test images.
  ///
  /// @param risk its risk
  /// @param test features of the test images
  /// @param labels their classes
  private record Head(EmpiricalRisk risk, Tensor test, int[] labels) {
    private static final double GRADIENT = 1e-5;

    void fit() {
      NewtonCg.tolerance(GRADIENT).minimise(risk);
    }

    /// Test errors after the first images of an order were inspected and repaired, for each share of them.
    double[] errors(LabelNoise noise, int... order) {
      Tensor features = ((TensorDataset) risk.data()).inputs();
      return REPAIRS.stream().mapToDouble(share -> {
        int[] inspected = Arrays.copyOf(order, (int) (share * order.length));
        Tensor repaired = noise.repaired(inspected).targets();
        new Head(risk.data(new TensorDataset(features, repaired)), test, labels).fit();
        return error();
      }).toArray();
    }

    private double error() {
      int[] predicted = risk.model().apply(test, Context.evaluate()).argmax(1).toInts();
      return IntStream.range(0, labels.length).filter(i -> predicted[i] != labels[i]).count() / (double) labels.length;
    }
  }
}

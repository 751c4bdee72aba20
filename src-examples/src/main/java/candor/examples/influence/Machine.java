package candor.examples.influence;

import candor.bayes.curvature.Curvature;
import candor.bayes.curvature.Divisor;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.influence.Influence;
import candor.bayes.influence.Query;
import candor.bayes.influence.QueryInfluence;
import candor.examples.KeptResults;
import candor.examples.Progress;
import candor.examples.influence.InfluenceResults.MachineCase;
import candor.examples.influence.InfluenceResults.MachineStudy;
import candor.examples.influence.InfluenceResults.Smoothing;
import candor.examples.influence.SupportVectors.Solution;
import candor.linalg.ConjugateGradients;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.Images;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.loss.SampleLoss;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A linear support vector machine that tells ones from sevens (Koh & Liang 2017, section 4.3). Its hinge loss has no
/// second derivative; influences are predicted with those of smooth hinge losses at the minimum of the hinge loss.
final class Machine {
  /// What the smoothing is that chooses the training images to remove.
  static final double CHOOSING = 0.001;
  /// 0 stands for the hinge loss itself.
  static final List<Double> TEMPERATURES = List.of(0.0, 0.0001, CHOOSING, 0.01, 0.1, 1.0);
  static final String TITLE = "support vector machine";
  static final double DECAY = 0.01;
  private static final double TOLERANCE = 1e-8;
  private static final double RESIDUAL = 1e-8;
  private static final int ITERATIONS = 10_000;
  /// Beyond so many temperatures from the margin a second derivative is below rounding.
  private static final double FAR = 40;
  private static final int PIXELS = Recipe.SIDE * Recipe.SIDE;

  private final Task train;
  private final Task test;
  private final SupportVectors machine;
  private final Solution all;

  /// The ones and sevens of a set.
  ///
  /// @param indices where they are in the set
  /// @param data pixels `[n, 784]`, and 1 for a one, −1 for a seven, `[n, 1]`
  /// @param x the pixels, with a 1 at the end
  private record Task(int[] indices, TensorDataset data, double[][] x) {
    static Task of(Images images) {
      int[] labels = images.labels();
      int[] indices = IntStream.range(0, labels.length).filter(i -> labels[i] == 1 || labels[i] == 7).toArray();
      int n = indices.length;
      Tensor pixels = images.batch(indices).input().reshape(n, PIXELS).to(DType.F64);
      double[] signs = Arrays.stream(indices).mapToDouble(i -> labels[i] == 1 ? 1 : -1).toArray();
      double[][] x = new double[n][];
      double[] numbers = pixels.toDoubles();
      for (int i = 0; i < n; i++) {
        x[i] = Arrays.copyOfRange(numbers, i * PIXELS, (i + 1) * PIXELS + 1);
        x[i][PIXELS] = 1;
      }
      return new Task(indices, new TensorDataset(pixels, Tensor.of(signs, n, 1)), x);
    }

    double[] signs() {
      return data.targets().reshape(-1).toDoubles();
    }

    /// `yᵢ wᵀxᵢ`.
    double[] margins(Solution solution) {
      double[] y = signs();
      return IntStream.range(0, y.length).mapToDouble(i -> y[i] * solution.output(x[i])).toArray();
    }
  }

  /// What came of it.
  ///
  /// @param study results
  /// @param seconds processor time of the trainings without an image
  record Found(MachineStudy study, double seconds) {
  }

  private Machine(Task train, Task test) {
    this.train = train;
    this.test = test;
    machine = new SupportVectors(train.x, train.signs(), DECAY);
    all = machine.all(TOLERANCE);
  }

  static Found run(Images train, Images test, int queries, int removed, KeptResults kept, Progress progress)
      throws IOException {
    progress.stage(TITLE + ": training");
    return new Machine(Task.of(train), Task.of(test)).run(queries, removed, kept, progress);
  }

  private Found run(int queries, int removed, KeptResults kept, Progress progress) throws IOException {
    double[] margins = test.margins(all);
    int[] allWrong = IntStream.range(0, margins.length).filter(i -> margins[i] < 0).toArray();
    Samples.requireWrong(allWrong, queries, TITLE);
    int[] wrong = Arrays.copyOf(allWrong, Math.min(DigitStudy.WATCHED, allWrong.length));
    progress.stage(TITLE + ": influences");
    List<List<QueryInfluence>> effects =
        TEMPERATURES.stream().map(t -> effects(t, Arrays.copyOf(wrong, queries))).toList();
    List<QueryInfluence> choosing = effects.get(TEMPERATURES.indexOf(CHOOSING));
    List<int[]> strongest =
        choosing.stream().map(e -> Samples.strongest(removed, e.removal(DigitStudy.DIVISOR))).toList();
    Removals removals = Removals.of(strongest,
        IntStream.range(0, queries).mapToObj(q -> "test-image-" + test.indices[wrong[q]]).toList(), kept, progress,
        images -> remove(wrong, images));
    List<MachineCase> cases = new ArrayList<>();
    for (int q = 0; q < queries; q++) {
      int query = q;
      double[] actual = removals.of(q, strongest.get(q));
      List<Smoothing> smoothings = IntStream.range(0, TEMPERATURES.size()).mapToObj(
          t -> smoothing(TEMPERATURES.get(t), effects.get(t).get(query), strongest.get(query), actual)).toList();
      cases.add(new MachineCase(test.indices[wrong[q]], test.signs()[wrong[q]] > 0 ? 1 : 7, 1 - margins[wrong[q]],
          smoothings));
    }
    int inside = (int) Arrays.stream(all.alpha()).filter(a -> a == machine.bound()).count();
    int vectors = (int) Arrays.stream(all.alpha()).filter(a -> a > 0).count();
    return new Found(new MachineStudy(train.indices.length, PIXELS + 1, DECAY, TOLERANCE, vectors - inside, inside,
        (double) allWrong.length / margins.length, removals.count(), cases), removals.seconds());
  }

  /// The influences on the losses of test images, with one loss in the place of the hinge loss.
  private List<QueryInfluence> effects(double temperature, int... wrong) {
    SampleLoss loss = temperature == 0 ? Loss.hinge() : Loss.smoothHinge(temperature);
    Sequential model = Sequential.of(new Linear(PIXELS, 1));
    model.initialise(0, DType.F64);
    EmpiricalRisk risk = EmpiricalRisk.of(model, loss, train.data).weightDecay(DECAY);
    risk.flat().write(all.weights());
    ConjugateGradients solver = ConjugateGradients.of(Curvature.hessian(curved(risk, temperature)), 0)
        .tolerance(RESIDUAL).iterations(ITERATIONS);
    return new Influence(risk, solver).on(Arrays.stream(wrong).mapToObj(i -> {
      Batch batch = test.data.batch(i);
      return Query.loss(loss, batch);
    }).toList());
  }

  /// The same curvature from the samples that have any, of which the first one is kept in any case.
  private EmpiricalRisk curved(EmpiricalRisk risk, double temperature) {
    double[] margins = train.margins(all);
    return risk.without(Divisor.KEPT, IntStream.range(1, margins.length)
        .filter(i -> Math.abs(1 - margins[i]) > FAR * temperature).toArray());
  }

  private Removals.Changes remove(int[] watched, int... images) {
    double[] before = losses(all, watched);
    double[][] changes = new double[watched.length][images.length];
    for (int i = 0; i < images.length; i++) {
      double[] after = losses(machine.without(all, images[i], TOLERANCE), watched);
      for (int q = 0; q < watched.length; q++) {
        changes[q][i] = after[q] - before[q];
      }
    }
    return new Removals.Changes(changes, TOLERANCE);
  }

  /// Hinge losses of test images.
  private double[] losses(Solution solution, int... images) {
    double[] margins = test.margins(solution);
    return Arrays.stream(images).mapToDouble(i -> Math.max(0, 1 - margins[i])).toArray();
  }

  private Smoothing smoothing(double temperature, QueryInfluence effect, int[] images, double... actual) {
    double[] changes = effect.removal(DigitStudy.DIVISOR);
    double[] predicted = Arrays.stream(images).mapToDouble(i -> changes[i]).toArray();
    return new Smoothing(temperature, effect.solution().residual(), effect.solution().iterations(),
        Samples.compared(Arrays.stream(images).map(i -> train.indices[i]).toArray(), predicted, actual));
  }
}

package candor.bayes.detection;

import candor.autograd.Autograd;
import candor.bayes.Belief;
import candor.bayes.Predictive;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a [Classifier] makes of a set of inputs. Everything is computed when it is first asked for, and kept, so that all
/// detectors together cost one pass; the inputs themselves are read from the data set again where they are needed.
///
/// The network must not change meanwhile. Several threads may use one reading; one computes, the others wait.
public final class Reading {
  private static final int PIECE = 1024;
  private static final Evaluator EVALUATOR = new Evaluator();

  private final Classifier classifier;
  private final Dataset data;
  private final Map<Integer, Tensor> features = new HashMap<>();
  private final Map<Predictive<?>, Belief> beliefs = new HashMap<>();
  private @Nullable Tensor logits;

  Reading(Classifier classifier, Dataset data) {
    this.classifier = classifier;
    this.data = data;
  }

  /// Whose reading this is.
  ///
  /// @return the classifier
  public Classifier classifier() {
    return classifier;
  }

  /// The inputs.
  ///
  /// @return the data set
  public Dataset data() {
    return data;
  }

  /// Number of inputs.
  ///
  /// @return the number
  public int size() {
    return data.size();
  }

  /// The classifier's features.
  ///
  /// @return `[N, F]`, in the network's type
  public Tensor features() {
    return features(classifier.featureLayers());
  }

  /// The output of the first layers. Of maps, such as convolutions make, each channel becomes the mean of its map (Lee et
  /// al. 2018, section 2.2).
  ///
  /// @param layers number of layers
  /// @return `[N, F]`, in the network's type
  /// @throws IllegalArgumentException if there are not so many layers
  public synchronized Tensor features(int layers) {
    if (layers < 0 || layers > classifier.network().size()) {
      throw new IllegalArgumentException("reading: features of the first " + layers + " layers, expected 0 to "
          + classifier.network().size());
    }
    return features.computeIfAbsent(layers, n -> map(x -> pooled(classifier.network(), x, n)));
  }

  /// The first layers' output in evaluation, pooled, as a function of inputs that can be differentiated.
  static Tensor pooled(Sequential network, Tensor x, int layers) {
    return pooled(network.apply(x, Context.evaluate(), 0, layers));
  }

  private static Tensor pooled(Tensor y) {
    return y.shape().rank() > 2 ? y.flatten(2).mean(2) : y;
  }

  /// The classifier's features, and the logits, in passes with dropout left on. What no pass changes is computed once.
  ///
  /// @param passes number of passes `T`
  /// @param seed seed of the passes
  /// @return features and logits side by side, `[T, N, F + K]`
  Tensor sampled(int passes, long seed) {
    Sequential network = classifier.network();
    int layers = classifier.featureLayers();
    int fixed = Math.min(layers, network.deterministicPrefix());
    List<Tensor> parts = new ArrayList<>();
    for (Batch batch : batches()) {
      parts.add(EVALUATOR.map(batch.size(), 1, (from, to) -> {
        Tensor start = network.apply(batch.input().slice(0, from, to), Context.evaluate(), 0, fixed);
        int[] ids = Arrays.copyOfRange(batch.ids(), from, to);
        List<Tensor> each = new ArrayList<>();
        for (int t = 0; t < passes; t++) {
          Context context = Context.sample(seed, t, ids);
          Tensor y = network.apply(start, context, fixed, layers);
          Tensor logits = network.apply(y, context, layers, network.size());
          each.add(Tensor.concat(1, List.of(pooled(y), logits)).unsqueeze(0));
        }
        return Tensor.concat(0, each);
      }));
    }
    return Tensor.concat(1, parts);
  }

  /// The classifier's outputs.
  ///
  /// @return logits `[N, K]`, in the network's type
  /// @throws IllegalArgumentException if the network gives another shape
  public synchronized Tensor logits() {
    Tensor known = logits;
    if (known == null) {
      known = map(x -> classifier.network().apply(x, Context.evaluate()));
      if (known.shape().rank() != 2 || known.shape().size(1) == 0) {
        throw new IllegalArgumentException("reading: the network gives " + known.shape() + ", expected logits [N,K]");
      }
      logits = known;
    }
    return known;
  }

  /// The softmax of the logits, in F64: in F32 a probability near 1 has too few digits to rank by.
  ///
  /// @return probabilities `[N, K]`
  public Tensor probabilities() {
    return logits().to(DType.F64).softmax(1);
  }

  /// The predicted classes, those of the largest logits, of several the first ([candor.bayes.TieRule#FIRST]).
  ///
  /// @return `N` classes
  public int[] predictions() {
    return logits().argmax(1).toInts();
  }

  /// The true classes.
  ///
  /// @return `N` classes
  /// @throws IllegalArgumentException if the targets of the data are no classes of `[0, K)`
  public int[] labels() {
    Tensor targets = data.targets();
    int classes = logits().shape().size(1);
    if (targets.dtype() != DType.I32 || targets.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "reading: targets " + targets.dtype() + targets.shape() + ", expected classes i32[N]");
    }
    int[] labels = targets.toInts();
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException("reading: label " + label + ", expected 0 to " + (classes - 1));
      }
    }
    return labels;
  }

  /// Whether each predicted class is the true one.
  ///
  /// @return one truth value for each input
  /// @throws IllegalArgumentException if the targets of the data are no classes of `[0, K)`
  public boolean[] correct() {
    int[] predictions = predictions();
    int[] labels = labels();
    boolean[] result = new boolean[labels.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = predictions[i] == labels[i];
    }
    return result;
  }

  /// What another predictor believes of the same inputs, such as [candor.bayes.McDropout] of the same network. Passes
  /// are summed up ([Belief.Samples#summary]), which is all that measures want of them.
  ///
  /// @param predictive predictor; equal ones are asked once
  /// @return its belief
  public synchronized Belief belief(Predictive<?> predictive) {
    return beliefs.computeIfAbsent(predictive, this::predict);
  }

  private Belief predict(Predictive<?> predictive) {
    Batch all = data.all();
    Belief belief = predictive.predict(all.input(), all.ids());
    return belief instanceof Belief.Samples samples ? samples.summary() : belief;
  }

  /// A function of the inputs, each by itself, without a graph.
  Tensor map(UnaryOperator<Tensor> function) {
    List<Tensor> parts = new ArrayList<>();
    for (Batch batch : batches()) {
      parts.add(EVALUATOR.map(batch.size(), 0, (from, to) -> function.apply(batch.input().slice(0, from, to))));
    }
    return Tensor.concat(0, parts);
  }

  /// The same after a small step of every element of the inputs in the direction in which a function falls: `x̃ = x − ε
  /// sign(∇ₓ Σ f)`. The sum over inputs makes the gradient of each its own, whatever batch it comes in.
  ///
  /// @param epsilon `ε`; with 0 there is no step
  /// @param falling a number for each input
  /// @param function what to compute of the moved inputs
  Tensor mapMoved(double epsilon, UnaryOperator<Tensor> falling, UnaryOperator<Tensor> function) {
    if (epsilon == 0) {
      return map(function);
    }
    Workspace workspace = new Workspace();
    List<Tensor> parts = new ArrayList<>();
    for (Batch batch : batches()) {
      for (Tensor inputs : batch.input().split(0, PIECE / 4)) {
        parts.add(workspace.call(() -> {
          Tensor x = inputs.detach().variable();
          Tensor step = Autograd.grad(falling.apply(x).sum(), x).sign().mul(epsilon);
          return Workspace.keep(Autograd.withoutGraph(() -> function.apply(inputs.sub(step))));
        }));
      }
    }
    return Tensor.concat(0, parts);
  }

  private Iterable<Batch> batches() {
    if (size() == 0) {
      throw new IllegalArgumentException("reading: no inputs, expected 1 or more");
    }
    return new DataLoader(data, PIECE, 0).inOrder();
  }
}

package candor.examples.mcdropout;

import candor.bayes.Belief;
import candor.bayes.Deterministic;
import candor.bayes.LogBase;
import candor.bayes.McDropout;
import candor.bayes.Scores;
import candor.bayes.Uncertainty;
import candor.examples.Progress;
import candor.examples.mcdropout.McDropoutResults.Judged;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Images;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The beliefs of a network about all test images, with and without dropout, and the three measures of each image.
///
/// The images go through in blocks, so that memory holds the passes of one block only; no number depends on the size of
/// a block.
final class TestSet {
  private static final int BLOCK = 1000;

  private final Images images;
  private final double[] variationRatio;
  private final double[] predictiveEntropy;
  private final double[] mutualInformation;
  private final Belief.OfClasses deterministic;
  private final Belief.OfClasses mc;
  private double seconds;

  TestSet(Images images, Module model, McDropout predictor, Progress progress) {
    this.images = images;
    variationRatio = new double[images.size()];
    predictiveEntropy = new double[images.size()];
    mutualInformation = new double[images.size()];
    Deterministic single = new Deterministic(model);
    List<Tensor> once = new ArrayList<>();
    List<Tensor> means = new ArrayList<>();
    for (Batch batch : new DataLoader(images, BLOCK, 0).inOrder()) {
      progress.part("test images", batch.ids()[0], images.size());
      once.add(single.predict(batch.input(), batch.ids()).mean());
      long start = System.nanoTime();
      Belief.Samples belief = predictor.predict(batch.input(), batch.ids());
      seconds += (System.nanoTime() - start) / 1e9;
      means.add(belief.mean());
      measure(belief.summary(), batch.ids()[0]);
    }
    progress.part("test images", images.size(), images.size());
    deterministic = new Belief.Categorical(Tensor.concat(0, once));
    mc = new Belief.Categorical(Tensor.concat(0, means));
  }

  private void measure(Belief.Summary belief, int at) {
    put(Uncertainty.variationRatio().of(belief), variationRatio, at);
    put(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief), predictiveEntropy, at);
    put(Uncertainty.mutualInformation(LogBase.NATS).of(belief), mutualInformation, at);
  }

  private static void put(double[] from, double[] to, int at) {
    System.arraycopy(from, 0, to, at, from.length);
  }

  /// What the network believes without dropout.
  Belief.OfClasses deterministic() {
    return deterministic;
  }

  /// The mean over the passes.
  Belief.OfClasses mc() {
    return mc;
  }

  double[] variationRatio() {
    return variationRatio.clone();
  }

  double[] predictiveEntropy() {
    return predictiveEntropy.clone();
  }

  double[] mutualInformation() {
    return mutualInformation.clone();
  }

  /// Duration of the stochastic passes.
  double seconds() {
    return seconds;
  }

  /// Every image with its measures, in order of index.
  List<Judged> judged() {
    int[] labels = images.labels();
    int[] predictions = Scores.predictions(mc);
    Judged[] result = new Judged[labels.length];
    Arrays.setAll(result,
        i -> new Judged(i, labels[i], predictions[i], variationRatio[i], predictiveEntropy[i], mutualInformation[i]));
    return List.of(result);
  }
}

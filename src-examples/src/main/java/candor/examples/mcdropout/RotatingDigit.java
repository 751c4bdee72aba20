package candor.examples.mcdropout;

import candor.bayes.Argsort;
import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.bayes.Scores;
import candor.bayes.Uncertainty;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.data.Images;
import candor.nn.data.augment.Warp;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A digit that turns upside down in twelve steps, as in figure 4 of Gal & Ghahramani 2016: on the way it looks like
/// other digits, and like none.
final class RotatingDigit {
  private static final int STEPS = 12;
  private static final int STEP_DEGREES = 15;
  static final int SIZE = 28;
  private static final int SHOWN_CLASSES = 3;
  private static final double DECIMALS = 1e4;

  private RotatingDigit() {
  }

  /// The pixels of a test image in a rotation.
  static float[] pixels(Images images, int index, int degrees) {
    return Warp.rotate(images.batch(index).input(), degrees).reshape(-1).toFloats();
  }

  /// Sends the upright image and its twelve rotations through the network, each many times.
  static McDropoutResults.Rotation turn(Module model, Images images, int index, int passes, long seed) {
    List<Integer> degrees = IntStream.rangeClosed(0, STEPS).mapToObj(step -> step * STEP_DEGREES).toList();
    List<Tensor> turned = degrees.stream().map(d -> Tensor.of(pixels(images, index, d), 1, SIZE, SIZE)).toList();
    // Identities that no test image has, so that the masks are new.
    int[] ids = IntStream.range(images.size(), images.size() + degrees.size()).toArray();
    List<Tensor> logits = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      logits.add(model.apply(Tensor.stack(0, turned), Context.sample(seed, pass, ids)).detach());
    }
    Tensor inputs = Tensor.stack(0, logits);
    Belief.Samples belief = new Belief.Samples(inputs.softmax(2));
    List<Integer> classes = mostProbable(belief);
    return new McDropoutResults.Rotation(index, images.labels()[index], degrees, classes, byClass(inputs, classes),
        byClass(belief.probabilities(), classes), Arrays.stream(Scores.predictions(belief)).boxed().toList(),
        boxed(Uncertainty.variationRatio().of(belief)), boxed(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief)),
        boxed(Uncertainty.mutualInformation(LogBase.NATS).of(belief)));
  }

  private static List<Integer> mostProbable(Belief.Samples belief) {
    double[] mean = belief.mean().to(DType.F64).mean(0).toDoubles();
    return Arrays.stream(Argsort.descending(mean)).limit(SHOWN_CLASSES).sorted().boxed().toList();
  }

  /// Numbers `[pass, angle, class]` by class, angle and pass.
  private static List<List<List<Double>>> byClass(Tensor numbers, List<Integer> classes) {
    Tensor wide = numbers.to(DType.F64);
    return classes.stream().map(k -> wide.select(2, k).transpose())
        .map(ofClass -> IntStream.range(0, ofClass.shape().size(0)).mapToObj(angle -> rounded(ofClass.select(0, angle)))
            .toList())
        .toList();
  }

  private static List<Double> rounded(Tensor numbers) {
    return Arrays.stream(numbers.toDoubles()).map(x -> Math.rint(x * DECIMALS) / DECIMALS).boxed().toList();
  }

  private static List<Double> boxed(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}

package candor.examples.priornetworks;

import candor.bayes.PrecisionRule;
import candor.bayes.calibration.CalibrationError;
import candor.examples.priornetworks.PriorNetworksResults.Conventions;
import candor.examples.priornetworks.PriorNetworksResults.Detection;
import candor.examples.priornetworks.PriorNetworksResults.Mean;
import candor.examples.priornetworks.PriorNetworksResults.NoiseCurve;
import candor.examples.priornetworks.PriorNetworksResults.NoisyMeasure;
import candor.examples.priornetworks.PriorNetworksResults.Performance;
import candor.examples.priornetworks.PriorNetworksResults.Usefulness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Puts the numbers of all seeds together.
///
/// @param found numbers by name
/// @param examination what was asked
record Summary(Found found, Examination examination) {
  /// What the models say of images without noise.
  List<Performance> models() {
    return Model.ofCleanImages().stream().map(model -> new Performance(model.title(),
        found.of(Examination.name(model, "error")), found.of(Examination.name(model, "nll")),
        found.of(Examination.name(model, "ece")), usefulness(model))).toList();
  }

  private List<Usefulness> usefulness(Model model) {
    List<InputSet> sets = examination.sets();
    return Stream.of(Doubt.values()).filter(doubt -> found.has(Examination.name(model, doubt, "aupr-errors")))
        .map(doubt -> {
          List<Mean> means = new ArrayList<>();
          List<Detection> detections = new ArrayList<>();
          for (InputSet set : sets) {
            means.add(new Mean(set.id(), found.of(Examination.name(model, doubt, "mean", set.id()))));
            for (InputSet inside : sets) {
              String name = Examination.name(model, doubt, inside.id(), set.id());
              if (found.has(name)) {
                detections.add(new Detection(inside.id(), set.id(), found.of(name)));
              }
            }
          }
          return new Usefulness(doubt.title(), found.of(Examination.name(model, doubt, "aupr-errors")),
              found.of(Examination.name(model, doubt, "auroc-errors")), means, detections);
        }).toList();
  }

  /// What they say under noise.
  List<NoiseCurve> noise() {
    return Examination.UNDER_NOISE.stream().map(model -> new NoiseCurve(model.title(), model.recipe().hasNoise(),
        Examination.SIGMAS, bySigma(sigma -> Examination.noiseName(model, sigma, "error")), noisy(model))).toList();
  }

  private List<NoisyMeasure> noisy(Model model) {
    List<InputSet> asked = new ArrayList<>(List.of(examination.sets().getFirst()));
    asked.addAll(examination.outside());
    List<NoisyMeasure> result = new ArrayList<>();
    for (Doubt doubt : Doubt.values()) {
      for (InputSet set : asked) {
        Function<Double, String> mean =
            sigma -> Examination.noiseName(model, sigma, doubt.title(), "mean", set.id());
        Function<Double, String> auroc = sigma -> Examination.noiseName(model, sigma, doubt.title(), set.id());
        if (found.has(mean.apply(Examination.SIGMAS.getFirst()))) {
          result.add(new NoisyMeasure(doubt.title(), set.id(),
              found.has(auroc.apply(Examination.SIGMAS.getFirst())) ? bySigma(auroc) : List.of(), bySigma(mean)));
        }
      }
    }
    return result;
  }

  private List<List<Double>> bySigma(Function<Double, String> name) {
    return Examination.SIGMAS.stream().map(sigma -> found.of(name.apply(sigma)).each()).toList();
  }

  static Conventions conventions() {
    return new Conventions(
        "networks that were trained beside images from outside saw training images of Fashion-MNIST and synthetic ones",
        "inputs from outside are positive; a pair of equal scores counts half",
        "wrong answers are positive; " + PrecisionRule.STEP,
        "normal, independent for every pixel of both digits and inputs from outside, not clipped, the same draws for every"
            + " standard deviation; in training its standard deviation is uniform between 0 and "
            + (int) Training.NOISE + " for every image",
        CalibrationError.BINNING.name());
  }
}

package candor.examples.deepensembles;

import candor.examples.data.ImageSet;
import candor.examples.deepensembles.DeepEnsemblesResults.Detection;
import candor.examples.deepensembles.DeepEnsemblesResults.Difference;
import candor.examples.deepensembles.DeepEnsemblesResults.Quality;
import candor.examples.deepensembles.Trial.Measured;
import candor.examples.report.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the trials of all seeds gave, summed up.
final class Findings {
  private final int members;
  private final int passes;
  private final List<String> outside;
  private final List<List<Measured>> networks = new ArrayList<>();
  private final List<List<Measured>> dropping = new ArrayList<>();
  private @Nullable Trial first;

  Findings(int members, int passes, List<ImageSet> outside) {
    this.members = members;
    this.passes = passes;
    this.outside = outside.stream().map(ImageSet::id).toList();
  }

  /// Measures a trial. Only the first one is kept.
  void add(Trial trial) {
    IntStream few = IntStream.rangeClosed(1, Math.min(members, passes));
    networks.add(trial.ensembles(IntStream.rangeClosed(1, members).boxed().toList()));
    dropping.add(trial.passes(
        (passes > members ? IntStream.concat(few, IntStream.of(passes)) : few).boxed().toList()));
    if (first == null) {
      first = trial;
    }
  }

  /// The trial of the first seed.
  Trial first() {
    return Objects.requireNonNull(first);
  }

  List<String> outside() {
    return outside;
  }

  /// Quality of the mixtures of the first networks.
  List<Quality> ensemble() {
    return qualities(networks);
  }

  /// Quality of the mixtures of the first passes.
  List<Quality> mcDropout() {
    return qualities(dropping);
  }

  private List<Quality> qualities(List<List<Measured>> ofSeeds) {
    return IntStream.range(0, ofSeeds.getFirst().size())
        .mapToObj(i -> quality(ofSeeds.stream().map(ofSeed -> ofSeed.get(i)).toList())).toList();
  }

  private Quality quality(List<Measured> ofSeeds) {
    return new Quality(ofSeeds.getFirst().count(), over(ofSeeds, Measured::error), over(ofSeeds, Measured::loss),
        over(ofSeeds, Measured::calibration), over(ofSeeds, Measured::excess),
        IntStream.range(0, outside.size()).mapToObj(set -> detection(ofSeeds, set)).toList());
  }

  private Detection detection(List<Measured> ofSeeds, int set) {
    Stream<Integer> informed = Stream.of(set).filter(s -> !ofSeeds.getFirst().byInformation().isEmpty());
    return new Detection(outside.get(set), over(ofSeeds, m -> m.byEntropy().get(set)),
        informed.map(s -> over(ofSeeds, m -> m.byInformation().get(s))).toList());
  }

  private static Estimate over(List<Measured> ofSeeds, ToDoubleFunction<Measured> number) {
    return Estimate.of(ofSeeds.stream().map(number::applyAsDouble).toList());
  }

  /// The whole ensemble against one of its networks, and against all passes through that one; these against that one.
  List<Difference> differences() {
    Quality one = ensemble().getFirst();
    Quality all = ensemble().getLast();
    Quality mc = mcDropout().getLast();
    return List.of(difference(DeepEnsemblesResults.ALL, all, DeepEnsemblesResults.ONE, one),
        difference(DeepEnsemblesResults.ALL, all, DeepEnsemblesResults.DROPPING, mc),
        difference(DeepEnsemblesResults.DROPPING, mc, DeepEnsemblesResults.ONE, one));
  }

  private static Difference difference(String first, Quality a, String second, Quality b) {
    return new Difference(first, second, Estimate.ofDifferences(a.error().each(), b.error().each()),
        Estimate.ofDifferences(a.loss().each(), b.loss().each()),
        Estimate.ofDifferences(a.calibration().each(), b.calibration().each()));
  }
}

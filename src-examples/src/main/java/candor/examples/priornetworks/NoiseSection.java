package candor.examples.priornetworks;

import candor.examples.priornetworks.PriorNetworksResults.Inputs;
import candor.examples.report.Estimate;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The part of the page that is about noise.
///
/// @param results results
/// @param sets inputs, for pictures
/// @param plots plots of the page
/// @param report the page
record NoiseSection(PriorNetworksResults results, List<InputSet> sets, PriorNetworksPlots plots, Report report) {
  private static final List<Double> SHOWN = List.of(0.0, 0.5, 1.0, 1.5, 2.0, 3.0);

  private List<Inputs> outside() {
    return results.sets().subList(2, results.sets().size());
  }

  /// Networks that were trained on noisy images.
  void learnt() {
    report.section("noise", "When every digit is hard to read");
    report.paragraph(
        """
            Where digits are clear, total doubt is nearly all about the unknown, and its entropy finds what is no digit as well
            as anything. So Malinin &amp; Gales 2018, section 5.2, add noise to digits and other images alike, in training and in
            testing. Here networks were trained with noise whose standard deviation is drawn for every image, uniform between
            0 and %d in units of pixels between 0 and 1, and are tested at several strengths.
            """
            .formatted((int) Training.NOISE));
    report.figure(
        """
            The first digit and the first input of the other sets under growing noise; white is one standard deviation below 0
            and black one above 1. The networks see what lies beyond, too.
            """,
        strips());
    for (Model model : List.of(Model.PRIOR_NETWORK_NOISE, Model.FORWARD_NOISE, Model.MC_DROPOUT_NOISE)) {
      report.figure("""
          %s: AUROC of telling noisy digits from noisy inputs of another set, by the standard deviation of the noise.
          """.formatted(PriorNetworksReport.capital(model.title())), curves(model));
    }
    report.paragraph(
        """
            For noise with a standard deviation of 3, for pixels between −1 and 1, the paper reports for digits against Omniglot:
            entropy of a softmax network 0.584, of MC dropout 0.584, mutual information of MC dropout 0.791; of a prior network
            (forward divergence) entropy 0.518, mutual information 0.223, differential entropy 0.998.
            """);
    tables(List.of(Model.SOFTMAX_NOISE, Model.MC_DROPOUT_NOISE, Model.PRIOR_NETWORK_NOISE, Model.FORWARD_NOISE));
    gains();
    explanation();
    report.figure("Error on digits by noise.", plots.errors());
  }

  /// Networks that were not.
  void unseen() {
    report.section("unseen", "Noise that was never seen");
    report.paragraph(
        """
            The same tests with the networks of the first sections, which were trained on images without noise. Here noise is
            one more thing that they do not know.
            """);
    for (Model model : List.of(Model.PRIOR_NETWORK, Model.BELIEF_MATCHING)) {
      report.figure("%s, trained without noise: AUROC by the standard deviation of the noise."
          .formatted(PriorNetworksReport.capital(model.title())), curves(model));
    }
    tables(List.of(Model.SOFTMAX, Model.BELIEF_MATCHING, Model.PRIOR_NETWORK));
  }

  private String[] curves(Model model) {
    return outside().stream().map(set -> plots.noise(model, set.set())).toArray(String[]::new);
  }

  private String strips() {
    StringBuilder out = new StringBuilder("<div class=\"cards\">\n");
    for (InputSet set : sets) {
      if (!set.id().equals(InputSet.BLENDS)) {
        Tensor noise = Examination.noise(set, results.seed(), 1);
        SHOWN.forEach(sigma -> out.append("<div class=\"card\">%s%s, %s</div>\n".formatted(
            PriorNetworksReport.picture(
                set.images().slice(0, 0, 1).add(noise.mul(sigma)).add(sigma).div(1 + 2 * sigma),
                set.title() + " with noise of standard deviation " + sigma),
            Text.escape(set.id()), Text.plain(sigma))));
      }
    }
    return out.append("</div>").toString();
  }

  /// A table of each set from outside.
  private void tables(List<Model> models) {
    for (Inputs set : outside()) {
      List<List<String>> rows = new ArrayList<>();
      for (Model model : models) {
        plots.curve(model).measures().stream().filter(measure -> measure.set().equals(set.set())).forEach(measure -> {
          List<String> row = new ArrayList<>(List.of("<small>" + model.title() + "</small> " + measure.measure()));
          measure.auroc().forEach(seeds -> row.add(Text.decimal(Estimate.of(seeds).mean(), 3)));
          rows.add(row);
        });
      }
      report.paragraph("AUROC of digits against %s (%s), by the standard deviation of the noise:"
          .formatted(set.set(), set.relation()));
      report.table(head(""), rows);
    }
  }

  private static List<String> head(String name) {
    List<String> head = new ArrayList<>(List.of(name));
    Examination.SIGMAS.forEach(sigma -> head.add(Text.plain(sigma)));
    return head;
  }

  private void gains() {
    List<List<String>> rows = new ArrayList<>();
    for (Model model : List.of(Model.PRIOR_NETWORK_NOISE, Model.FORWARD_NOISE)) {
      for (Inputs set : outside()) {
        List<String> row = new ArrayList<>(List.of("<small>" + model.title() + "</small> " + set.set()));
        gains(model, set.set()).forEach(gain -> row.add(Text.decimal(gain.mean(), 3)
            + (gain.interval().isEmpty()
                ? ""
                : "<br/><small>± " + Text.decimal(gain.half(), 3) + "</small>")));
        rows.add(row);
      }
    }
    report.table(head("<small>differential entropy minus entropy</small>"), rows);
    report.paragraph(
        """
            The last table has the AUROC of differential entropy minus that of entropy of the same network, with 95 %
            intervals if there are several seeds.
            """);
  }

  private List<Estimate> gains(Model model, String set) {
    List<List<Double>> better = plots.measure(model, Doubt.DIFFERENTIAL_ENTROPY, set).auroc();
    List<List<Double>> worse = plots.measure(model, Doubt.ENTROPY, set).auroc();
    return IntStream.range(0, better.size())
        .mapToObj(i -> Estimate.ofDifferences(better.get(i), worse.get(i))).toList();
  }

  private void explanation() {
    report.paragraph(
        """
            The divergence that trains a network decides what noise does to its answer. The reverse one is linear in the
            target’s concentrations: an input that is a digit with probability <i>q</i> gets, at best, concentrations
            1 + <i>c</i> <i>q</i> <i>p</i>(class), so the precision 10 + <i>c</i> <i>q</i> says how probable a digit is, and the
            mean hardly changes with <i>q</i> until <i>c</i> <i>q</i> is small. The forward one matches mean logarithms of
            probabilities: of a digit that could be anything, all concentrations go far <i>below</i> 1, since each target wants nine
            of ten probabilities near 0. Such a distribution has its mass in the corners: its mean is flat, as is that of an input
            from outside, and its mutual information is even larger, but its differential entropy is very low. That is why the
            paper’s mutual information ranks noisy inputs upside down.
            """);
  }
}

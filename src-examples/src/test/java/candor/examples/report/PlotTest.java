package candor.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PlotTest {
  // 74 units of width and 82 of height are margins, so that the plotted area is 100 by 100.
  private static Plot plot() {
    return new Plot("what it shows", 174, 182, Axis.linear("across", 0, 1), Axis.linear("up", 0, 10));
  }

  @Test
  void aLineJoinsItsPoints() {
    String svg = plot().line("a", Ink.BLUE, new double[] {0, 0.5, 1}, new double[] {0, 5, 10}).svg();
    assertThat(svg).contains("<path class=\"line\" stroke=\"#0072b2\" d=\"M52.0 134.0L102.0 84.0L152.0 34.0\"/>");
  }

  @Test
  void stepsAreTheOutlineOfAHistogram() {
    String svg = plot().steps("a", Ink.BLUE, 0, 0.5, 10, 5).svg();
    assertThat(svg).contains("d=\"M52.0 34.0L102.0 34.0L102.0 84.0L152.0 84.0\"/>");
  }

  @Test
  void aPointIsADotAtItsPlace() {
    assertThat(plot().points("a", Ink.RED, new double[] {1}, new double[] {10}).svg()).contains("d=\"M152.0 34.0h0\"");
    assertThat(plot().cloud("a", Ink.RED, new double[] {1}, new double[] {0}).svg()).contains("class=\"speck\"",
        "d=\"M152.0 134.0h0\"");
  }

  @Test
  void aBarStandsOnTheAxisAndAnEmptyOneIsNotDrawn() {
    String svg = plot().bars("a", Ink.GREEN, new double[] {0, 0.5}, 0.25, new double[] {5, 0}).svg();
    assertThat(svg).containsOnlyOnce("<rect ").contains("x=\"52.0\" y=\"84.0\" width=\"25.0\" height=\"50.0\"");
  }

  @Test
  void aBoxReachesFromOneHeightToAnother() {
    String svg = plot().boxes("a", Ink.RED, new double[] {0.5}, 0.25, new double[] {2}, new double[] {7}).svg();
    assertThat(svg).contains(
        "<rect class=\"box\" fill=\"#d55e00\" x=\"102.0\" y=\"64.0\" width=\"25.0\" height=\"50.0\"/>");
  }

  @Test
  void aBandGoesAlongItsUpperEdgeAndBackAlongTheLowerOne() {
    String svg = plot().band("a", Ink.BLUE, new double[] {0, 1}, new double[] {0, 2}, new double[] {5, 10}).svg();
    assertThat(svg)
        .contains("<path class=\"band\" fill=\"#0072b2\" d=\"M52.0 84.0L152.0 34.0L152.0 114.0L52.0 134.0Z\"/>");
  }

  @Test
  void whiskersAreVerticalAndHaveNoName() {
    assertThat(plot().whiskers(Ink.GREY, new double[] {0, 1}, new double[] {0, 5}, new double[] {5, 10}).svg())
        .contains("class=\"whisker\" stroke=\"#8a8f98\" d=\"M52.0 134.0L52.0 84.0M152.0 84.0L152.0 34.0\"/>")
        .doesNotContain("■");
  }

  @Test
  void aGuideIsDashedAndHasNoName() {
    assertThat(plot().guide(0, 0, 1, 10).svg()).contains("<path class=\"guide\" d=\"M52.0 134.0L152.0 34.0\"/>")
        .doesNotContain("■");
  }

  @Test
  void severalNamesMakeALegendInTheirOrder() {
    double[] one = {1};
    assertThat(plot().points("only", Ink.RED, one, one).svg()).doesNotContain("only");
    String svg = plot().points("first", Ink.RED, one, one).points("a < b", Ink.BLUE, one, one)
        .points("first", Ink.RED, one, one).svg();
    assertThat(svg).containsOnlyOnce("first").contains("a &lt; b");
    assertThat(svg.indexOf("first")).isLessThan(svg.indexOf("a &lt; b"));
  }

  @Test
  void axesAreLabelledAndThePictureIsDescribed() {
    assertThat(plot().svg()).contains(">across</text>", ">up</text>", ">0.2</text>", ">10</text>",
        "aria-label=\"what it shows\"");
  }

  @Test
  void placesAndHeightsMustMatch() {
    assertThatThrownBy(() -> plot().line("a", Ink.RED, new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plot: 2 places and 3 heights, expected equally many");
  }
}

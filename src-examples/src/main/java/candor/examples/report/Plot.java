package candor.examples.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A plot in a rectangle with two axes, drawn as inline SVG: sharp at any size, with text that can be searched, and
/// independent of the fonts that this machine has. Colours, fonts and line widths come from the report's style sheet.
public final class Plot {
  private static final int LEFT = 52;
  private static final int RIGHT = 22;
  private static final int TOP = 34;
  private static final int BOTTOM = 48;

  private final String description;
  private final int width;
  private final int height;
  private final Axis x;
  private final Axis y;
  private final Map<String, Ink> legend = new LinkedHashMap<>();
  private final StringBuilder marks = new StringBuilder();

  /// An empty plot.
  ///
  /// @param description what can be seen, for readers who cannot
  /// @param width width, which the page may scale
  /// @param height height at that width
  /// @param x horizontal axis
  /// @param y vertical axis
  public Plot(String description, int width, int height, Axis x, Axis y) {
    this.description = description;
    this.width = width;
    this.height = height;
    this.x = x;
    this.y = y;
  }

  /// Adds a line through points.
  ///
  /// @param name name in the legend
  /// @param ink colour
  /// @param xs where the points are
  /// @param ys as many numbers
  /// @return this
  public Plot line(String name, Ink ink, double[] xs, double[] ys) {
    requireEqual(xs, ys);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append(i == 0 ? 'M' : 'L').append(place(xs[i], ys[i]));
    }
    return path(name, ink, "line", path);
  }

  /// Adds the outline of a histogram. Outlines do not hide each other as bars would.
  ///
  /// @param name name in the legend
  /// @param ink colour
  /// @param low start of the first bin
  /// @param width width of a bin
  /// @param heights height of each bin
  /// @return this
  public Plot steps(String name, Ink ink, double low, double width, double... heights) {
    double[] xs = new double[2 * heights.length];
    double[] ys = new double[2 * heights.length];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = low + Math.ceilDiv(i, 2) * width;
      ys[i] = heights[i / 2];
    }
    return line(name, ink, xs, ys);
  }

  /// Adds a translucent band between two lines.
  ///
  /// @param name name in the legend
  /// @param ink colour
  /// @param xs where the points are, ascending
  /// @param lows as many numbers
  /// @param highs as many numbers
  /// @return this
  public Plot band(String name, Ink ink, double[] xs, double[] lows, double[] highs) {
    requireEqual(xs, lows);
    requireEqual(xs, highs);
    legend.put(name, ink);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append(i == 0 ? 'M' : 'L').append(place(xs[i], highs[i]));
    }
    for (int i = xs.length - 1; i >= 0; i--) {
      path.append('L').append(place(xs[i], lows[i]));
    }
    marks.append("<path class=\"band\" fill=\"").append(ink.css()).append("\" d=\"").append(path)
        .append("Z\"/>\n");
    return this;
  }

  /// Adds thin vertical lines, without an entry in the legend.
  ///
  /// @param ink colour
  /// @param xs where they are
  /// @param lows lower ends, as many
  /// @param highs upper ends, as many
  /// @return this
  public Plot whiskers(Ink ink, double[] xs, double[] lows, double[] highs) {
    requireEqual(xs, lows);
    requireEqual(xs, highs);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append('M').append(place(xs[i], lows[i])).append('L').append(place(xs[i], highs[i]));
    }
    marks.append("<path class=\"whisker\" stroke=\"").append(ink.css()).append("\" d=\"").append(path)
        .append("\"/>\n");
    return this;
  }

  /// Adds points. Points of one call cover each other without getting darker, those of several calls do not.
  ///
  /// @param name name in the legend
  /// @param ink colour
  /// @param xs where the points are
  /// @param ys as many numbers
  /// @return this
  public Plot points(String name, Ink ink, double[] xs, double[] ys) {
    return points(name, ink, "dot", xs, ys);
  }

  /// Adds translucent points, for plots with so many that their density matters.
  ///
  /// @param name name in the legend
  /// @param ink colour
  /// @param xs where the points are
  /// @param ys as many numbers
  /// @return this
  public Plot cloud(String name, Ink ink, double[] xs, double[] ys) {
    return points(name, ink, "speck", xs, ys);
  }

  private Plot points(String name, Ink ink, String style, double[] xs, double[] ys) {
    requireEqual(xs, ys);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append('M').append(place(xs[i], ys[i])).append("h0");
    }
    return path(name, ink, style, path);
  }

  private Plot path(String name, Ink ink, String style, CharSequence path) {
    legend.put(name, ink);
    marks.append("<path class=\"").append(style).append("\" stroke=\"").append(ink.css()).append("\" d=\"").append(path)
        .append("\"/>\n");
    return this;
  }

  /// Adds bars that stand on the horizontal axis.
  ///
  /// @param name name in the legend
  /// @param ink colour
  /// @param starts where each bar starts
  /// @param thickness how thick it is, in units of the horizontal axis
  /// @param tops how high it is; none is drawn at or below the start of the vertical axis
  /// @return this
  public Plot bars(String name, Ink ink, double[] starts, double thickness, double[] tops) {
    requireEqual(starts, tops);
    legend.put(name, ink);
    for (int i = 0; i < starts.length; i++) {
      if (tops[i] > y.low()) {
        double from = across(starts[i]);
        double top = down(tops[i]);
        marks.append(
            String.format(Locale.ROOT, "<rect fill=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                ink.css(), from, top, across(starts[i] + thickness) - from, height - BOTTOM - top));
      }
    }
    return this;
  }

  /// Adds translucent boxes that reach from one height to another, such as a claim and what came of it.
  ///
  /// @param name name in the legend
  /// @param ink colour
  /// @param starts where each box starts
  /// @param thickness how thick it is, in units of the horizontal axis
  /// @param lows lower ends, as many
  /// @param highs upper ends, as many
  /// @return this
  public Plot boxes(String name, Ink ink, double[] starts, double thickness, double[] lows, double[] highs) {
    requireEqual(starts, lows);
    requireEqual(starts, highs);
    legend.put(name, ink);
    for (int i = 0; i < starts.length; i++) {
      double from = across(starts[i]);
      double top = down(highs[i]);
      marks.append(String.format(Locale.ROOT,
          "<rect class=\"box\" fill=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", ink.css(), from,
          top,
          across(starts[i] + thickness) - from, down(lows[i]) - top));
    }
    return this;
  }

  /// Adds a straight line to compare with, without an entry in the legend.
  ///
  /// @param fromX one end
  /// @param fromY one end
  /// @param toX other end
  /// @param toY other end
  /// @return this
  public Plot guide(double fromX, double fromY, double toX, double toY) {
    marks.append("<path class=\"guide\" d=\"M").append(place(fromX, fromY)).append('L').append(place(toX, toY))
        .append("\"/>\n");
    return this;
  }

  /// Draws the plot.
  ///
  /// @return an `svg` element
  public String svg() {
    StringBuilder out = new StringBuilder();
    out.append(String.format(Locale.ROOT, "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
        width, height,
        Text.escape(description)));
    horizontal(out);
    vertical(out);
    out.append(marks);
    out.append(
        String.format(Locale.ROOT, "<path class=\"axis\" d=\"M%d %dH%d\"/>\n", LEFT, height - BOTTOM, width - RIGHT));
    legend(out);
    return out.append("</svg>\n").toString();
  }

  private void horizontal(StringBuilder out) {
    for (Axis.Tick tick : x.ticks()) {
      text(out, "tick", across(tick.at()), height - BOTTOM + 17, "middle", tick.text());
    }
    text(out, "label", (LEFT + width - RIGHT) / 2.0, height - 9, "middle", x.label());
  }

  private void vertical(StringBuilder out) {
    for (Axis.Tick tick : y.ticks()) {
      double at = down(tick.at());
      out.append(String.format(Locale.ROOT, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT, at, width - RIGHT));
      text(out, "tick", LEFT - 7, at + 4, "end", tick.text());
    }
    text(out, "label", 4, 14, "start", y.label());
  }

  /// The names stand at the right of the top line, if there is more than one.
  private void legend(StringBuilder out) {
    if (legend.size() < 2) {
      return;
    }
    out.append(String.format(Locale.ROOT, "<text class=\"key\" x=\"%d\" y=\"14\" text-anchor=\"end\">", width - RIGHT));
    legend.forEach((name, ink) -> out.append("<tspan dx=\"12\" fill=\"").append(ink.css()).append("\">■</tspan> ")
        .append(Text.escape(name)));
    out.append("</text>\n");
  }

  private static void text(StringBuilder out, String style, double atX, double atY, String anchor, String text) {
    out.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
        style, atX, atY, anchor,
        Text.escape(text)));
  }

  private String place(double atX, double atY) {
    return String.format(Locale.ROOT, "%.1f %.1f", across(atX), down(atY));
  }

  private double across(double value) {
    return LEFT + x.share(value) * (width - LEFT - RIGHT);
  }

  private double down(double value) {
    return height - BOTTOM - y.share(value) * (height - TOP - BOTTOM);
  }

  private static void requireEqual(double[] xs, double[] ys) {
    if (xs.length != ys.length) {
      throw new IllegalArgumentException(
          "plot: " + xs.length + " places and " + ys.length + " heights, expected equally many");
    }
  }
}

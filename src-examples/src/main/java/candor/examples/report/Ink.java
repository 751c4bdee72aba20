package candor.examples.report;

/// The colours of plots, from the palette of Okabe & Ito, which colour-blind readers can tell apart.
public enum Ink {
  /// Blue.
  BLUE("#0072b2"),
  /// Vermilion.
  RED("#d55e00"),
  /// Bluish green.
  GREEN("#009e73"),
  /// Reddish purple.
  PURPLE("#b0578d"),
  /// Grey, for what is only there to compare with.
  GREY("#8a8f98");

  private final String css;

  Ink(String css) {
    this.css = css;
  }

  /// The colour as style sheets write it.
  String css() {
    return css;
  }
}

package candor.examples.outofdistribution;

/// What a score knows of images from outside before it sees those that it is tested on.
enum Knowledge {
  /// Network and score have seen digits only.
  NOTHING("nothing"),
  /// The network has seen digits only, the score's settings were chosen by images from outside.
  TUNED("tuned"),
  /// The network was trained beside images from outside.
  TRAINED("trained");

  private final String text;

  Knowledge(String text) {
    this.text = text;
  }

  /// The knowledge in a word, for results and reports.
  @Override
  public String toString() {
    return text;
  }
}

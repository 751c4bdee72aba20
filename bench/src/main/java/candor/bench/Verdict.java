package candor.bench;

import candor.bench.Goal.Kind;
import candor.bench.Results.Measurement;
import candor.bench.Results.Outcome;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a goal fared.
///
/// @param goal the goal
/// @param value what was reached
/// @param limit what should be
record Verdict(Goal goal, double value, double limit) {
  /// The verdict, unless what it needs was not measured, such as a peer.
  static Optional<Verdict> of(Goal goal, Outcome outcome) {
    return Optional.ofNullable(value(goal, outcome))
        .map(value -> new Verdict(goal, value, goal.limit(outcome.threads())));
  }

  private static @Nullable Double value(Goal goal, Outcome outcome) {
    Measurement subject = outcome.sides().getFirst();
    return switch (goal.kind()) {
      case SPEEDUP -> outcome.sides().stream().filter(side -> side.label().equals(goal.against())).findFirst()
          .map(side -> side.median() / subject.median()).orElse(null);
      case SHARE -> subject.share();
      case RATE -> subject.rate() == null ? null : Double.valueOf(subject.rate() / outcome.threads());
      case ALLOCATION -> subject.allocation();
      case SECONDS -> subject.median() / 1e6;
    };
  }

  boolean isMet() {
    return goal.kind() == Kind.ALLOCATION || goal.kind() == Kind.SECONDS ? value <= limit : value >= limit;
  }

  String reached() {
    return text(value);
  }

  /// What was reached, with more digits where it would read like the limit.
  String missed() {
    if (!reached().equals(text(limit))) {
      return reached();
    }
    return switch (goal.kind()) {
      case SPEEDUP -> String.format(Locale.ROOT, "%.4f ×", value);
      case SHARE -> String.format(Locale.ROOT, "%.2f %%", 100 * value);
      case RATE, ALLOCATION, SECONDS -> reached();
    };
  }

  String target() {
    return (goal.kind() == Kind.ALLOCATION || goal.kind() == Kind.SECONDS ? "≤ " : "≥ ") + text(limit);
  }

  private String text(double x) {
    return switch (goal.kind()) {
      case SPEEDUP -> Numbers.brief(x) + " ×";
      case SHARE -> Tables.percent(x);
      case RATE -> Numbers.brief(x) + " GFLOP/s a thread";
      case ALLOCATION -> Numbers.bytes(x);
      case SECONDS -> Numbers.time(x * 1e6);
    };
  }
}

package candor.examples.outofdistribution;

import candor.bayes.detection.DetectionStudy;
import candor.bayes.detection.DetectionStudy.Role;
import candor.examples.report.Picture;
import candor.examples.report.Text;
import candor.nn.data.Dataset;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The first images of each set, for a page.
final class Gallery {
  private static final int SHOWN = 8;
  private static final int SIDE = 28;

  private Gallery() {
  }

  /// Digits, and test images of some families.
  static String of(Setup setup, List<Family> families) throws IOException {
    StringBuilder rows = new StringBuilder(row("digits", setup.test()));
    DetectionStudy study = new DetectionStudy();
    for (Family family : families) {
      rows.append(row(family.title(), study.take(Role.TEST, setup.outside().test(family))));
    }
    return rows.toString();
  }

  private static String row(String title, Dataset images) {
    return IntStream.range(0, Math.min(SHOWN, images.size()))
        .mapToObj(i -> "<div class=\"card\">" + Picture.grey(images.batch(i).input().reshape(-1).toFloats(), SIDE,
            "image " + i + " of " + title) + "</div>\n")
        .collect(Collectors.joining("", "<h3>" + Text.escape(title) + "</h3>\n<div class=\"cards\">\n", "</div>\n"));
  }
}

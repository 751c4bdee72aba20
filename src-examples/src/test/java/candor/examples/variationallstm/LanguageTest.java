package candor.examples.variationallstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LanguageTest {
  /// Two determiners, one adjective, three nouns, two verbs, one preposition.
  private static final Language SMALL = new Language(3, 2, 1, 3, 2, 1);

  /// Every sentence of the small language: determiner, perhaps adjective, noun, and so on.
  private static List<String> sentences() {
    List<String> words = SMALL.words();
    List<String> phrases = new ArrayList<>();
    for (String determiner : words.subList(0, 2)) {
      for (String noun : words.subList(3, 6)) {
        phrases.add(determiner + " " + noun);
        phrases.add(determiner + " " + words.get(2) + " " + noun);
      }
    }
    List<String> sentences = new ArrayList<>();
    for (String subject : phrases) {
      for (String verb : words.subList(6, 8)) {
        for (String object : phrases) {
          String start = subject + " " + verb + " " + object;
          sentences.add(start + " .");
          phrases.forEach(place -> sentences.add(start + " " + words.get(8) + " " + place + " ."));
        }
      }
    }
    return sentences;
  }

  @Test
  void theProbabilitiesOfAllSentencesAddUpToOne() {
    List<String> all = sentences();
    assertThat(all).hasSize(12 * 2 * 12 * 13).doesNotHaveDuplicates();
    for (int author = 0; author < Language.AUTHORS; author++) {
      double sum = 0;
      for (String sentence : all) {
        sum += StrictMath.exp(SMALL.logLikelihood(sentence, author));
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void sentencesMultiply() {
    List<String> all = sentences();
    String text = all.get(5) + " " + all.get(1000);
    assertThat(SMALL.logLikelihood(text, 2)).isCloseTo(
        SMALL.logLikelihood(all.get(5), 2) + SMALL.logLikelihood(all.get(1000), 2), within(1e-12));
  }

  @Test
  void whatIsNoTextIsImpossible() {
    List<String> words = SMALL.words();
    for (String text : List.of("", ".", words.get(3) + " .", sentences().getFirst().replace(" .", ""), "unknown",
        sentences().getFirst() + " " + words.get(0))) {
      assertThat(SMALL.logLikelihood(text, 0)).as(text).isEqualTo(Double.NEGATIVE_INFINITY);
    }
  }

  @Test
  void authorsFollowByBayes() {
    String text = sentences().get(77);
    double[] posterior = SMALL.posterior(text);
    double whole = StrictMath.exp(SMALL.logLikelihood(text));
    double sum = 0;
    for (int author = 0; author < Language.AUTHORS; author++) {
      assertThat(posterior[author]).isCloseTo(0.25 * StrictMath.exp(SMALL.logLikelihood(text, author)) / whole,
          within(1e-12));
      sum += posterior[author];
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  /// Each author's own mean loss estimates the entropy, and no other author predicts its texts better.
  @Test
  void textsComeFromTheirAuthor() {
    Language language = Language.ofTheExperiment();
    RandomStream stream = RandomStream.of(5);
    int texts = 300;
    double[][] loss = new double[Language.AUTHORS][Language.AUTHORS];
    for (int writer = 0; writer < Language.AUTHORS; writer++) {
      for (int i = 0; i < texts; i++) {
        String text = language.write(writer, 3, stream, Language.AUTHORS * i + writer);
        for (int author = 0; author < Language.AUTHORS; author++) {
          loss[writer][author] -= language.logLikelihood(text, author) / texts;
        }
      }
    }
    for (int writer = 0; writer < Language.AUTHORS; writer++) {
      for (int author = 0; author < Language.AUTHORS; author++) {
        if (author != writer) {
          assertThat(loss[writer][author]).isGreaterThan(loss[writer][writer] + 0.5);
        }
      }
    }
  }

  /// A sentence of the small language, counted.
  @Test
  void aSentenceIsAsFrequentAsItsProbability() {
    RandomStream stream = RandomStream.of(9);
    String first = sentences().getFirst();
    double p = StrictMath.exp(SMALL.logLikelihood(first, 1));
    int texts = 40_000;
    int count = 0;
    for (int i = 0; i < texts; i++) {
      count += SMALL.write(1, 1, stream, i).equals(first) ? 1 : 0;
    }
    double error = Math.sqrt(p * (1 - p) / texts);
    assertThat(p).isGreaterThan(1e-3);
    assertThat((double) count / texts).isCloseTo(p, within(5 * error));
  }

  @Test
  void wordsAreDifferentAndPronounceable() {
    List<String> words = Language.ofTheExperiment().words();
    assertThat(words).hasSize(3 + 12 + 30 + 16 + 4 + 1).doesNotHaveDuplicates();
    assertThat(words.subList(0, 65)).allMatch(word -> word.matches("([bdfgklmnprstvz][aeiou]){2,3}"));
    assertThat(words.getLast()).isEqualTo(".");
  }
}

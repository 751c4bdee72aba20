package candor.examples.variationallstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.examples.variationallstm.VariationalLstmResults.Gain;
import candor.nn.data.Batch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CorpusTest {
  private static final Language LANGUAGE = Language.ofTheExperiment();
  private static final Corpus CORPUS = new Corpus(LANGUAGE, Corpus.Part.TRAINING, 9, 1);

  @Test
  void partsAndSeedsHaveTextsOfTheirOwn() {
    Corpus test = new Corpus(LANGUAGE, Corpus.Part.TEST, 9, 1);
    Corpus again = new Corpus(LANGUAGE, Corpus.Part.TRAINING, 3, 1);
    Corpus other = new Corpus(LANGUAGE, Corpus.Part.TRAINING, 9, 2);
    for (int i = 0; i < 9; i++) {
      assertThat(CORPUS.text(i)).matches("[a-z .]+ [.]").isNotEqualTo(test.text(i)).isNotEqualTo(other.text(i));
    }
    assertThat(again.text(2)).isEqualTo(CORPUS.text(2));
    assertThat(CORPUS.authors()).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 0);
  }

  @Test
  void charactersAreTokensBetweenBoundaries() {
    assertThat(Corpus.characters("ab z.")).containsExactly(1, 4, 5, 2, 29, 3, 1);
    int[] lengths = {CORPUS.text(4).length(), CORPUS.text(1).length()};
    Batch batch = CORPUS.toContinue().batch(4, 1);
    int steps = Math.max(lengths[0], lengths[1]) + 1;
    assertThat(batch.input().shape().toArray()).containsExactly(2, steps);
    int[] inputs = batch.input().toInts();
    int[] targets = batch.target().toInts();
    for (int i = 0; i < 2; i++) {
      assertThat(inputs[i * steps]).as("before the text").isEqualTo(1);
      assertThat(targets[i * steps + lengths[i]]).as("behind the text").isEqualTo(1);
      assertThat(Arrays.copyOfRange(targets, i * steps, i * steps + lengths[i]))
          .isEqualTo(Arrays.copyOfRange(inputs, i * steps + 1, i * steps + 1 + lengths[i])).doesNotContain(0);
      for (int t = lengths[i] + 1; t < steps; t++) {
        assertThat(targets[i * steps + t]).isZero();
        assertThat(inputs[i * steps + t]).isZero();
      }
    }
    assertThat(batch.ids()).containsExactly(4, 1);
  }

  @Test
  void wordsAreTokensWithoutBoundaries() {
    Batch batch = CORPUS.toAttribute().batch(2, 5);
    String[] words = CORPUS.text(2).split(" ");
    int[] row = Arrays.copyOf(batch.input().toInts(), words.length);
    for (int i = 0; i < words.length; i++) {
      assertThat(LANGUAGE.words().get(row[i] - 1)).isEqualTo(words[i]);
    }
    assertThat(batch.target().toInts()).containsExactly(2, 1);
    assertThat(CORPUS.vocabulary()).isEqualTo(LANGUAGE.words().size() + 1);
  }

  @Test
  void charactersToPredictAreThoseOfTheTextsAndTheirEnds() {
    int sum = 0;
    for (int i = 0; i < CORPUS.size(); i++) {
      sum += CORPUS.text(i).length() + 1;
    }
    assertThat(CORPUS.characters()).isEqualTo(sum);
  }

  @Test
  void aGainIsADifferenceOfMeansWithItsInterval() {
    double[] weights = new double[400];
    double[] before = new double[400];
    double[] after = new double[400];
    for (int i = 0; i < 400; i++) {
      weights[i] = 2;
      before[i] = 3 + i % 2;
      after[i] = 2;
    }
    Gain gain = new Gains(weights, 1).of(before, after);
    assertThat(gain.mean()).isCloseTo(0.75, within(1e-12));
    // The standard error of the mean difference is ½ ½ / √400.
    assertThat(gain.mean() - gain.low()).isBetween(1.5 * 0.0125, 2.5 * 0.0125);
    assertThat(gain.high() - gain.mean()).isBetween(1.5 * 0.0125, 2.5 * 0.0125);
    Gain none = new Gains(weights, 1).of(after, after);
    assertThat(none).isEqualTo(new Gain(0, 0, 0));
  }
}

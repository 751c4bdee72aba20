package candor.nn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.data.Batch;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RandomHorizontalFlipTest {

  @Test
  void leftAndRightChangePlaces() {
    Tensor flipped = Changes.apply(new RandomHorizontalFlip(1), Changes.counting(2, 3, 1));
    assertThat(flipped.toFloats()).containsExactly(3, 2, 1, 6, 5, 4);
    Batch batch = Changes.images(3, 4, 5, 1, 2, 9);
    assertThat(Changes.apply(new RandomHorizontalFlip(0), batch).hasSameBits(batch.input())).isTrue();
    Tensor twice = Changes.apply(new RandomHorizontalFlip(1),
        batch.withInput(Changes.apply(new RandomHorizontalFlip(1), batch)));
    assertThat(twice.hasSameBits(batch.input())).isTrue();
  }

  @Test
  void imagesAreFlippedWithTheProbabilityThatWasAskedFor() {
    int n = 4000;
    Tensor first = Changes.apply(new RandomHorizontalFlip(0.25), Changes.counting(1, 2, n)).select(3, 0);
    // A thousand on average, with a standard deviation of 27.
    assertThat(first.sub(1).sum().item()).isBetween(1000.0 - 110, 1000.0 + 110);
  }

  @Test
  void probabilitiesLieBetweenZeroAndOne() {
    for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new RandomHorizontalFlip(p)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("random horizontal flip: probability " + p + ", expected [0, 1]");
    }
  }
}

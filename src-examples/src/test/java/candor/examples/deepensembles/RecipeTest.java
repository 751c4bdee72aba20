package candor.examples.deepensembles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.data.ImageSet;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.Images;
import candor.tensor.Shape;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RecipeTest {
  /// Images that are black but for one white pixel.
  private static Images images(int count) {
    byte[] pixels = new byte[count * 28 * 28];
    for (int i = 0; i < count; i++) {
      pixels[i * 28 * 28 + 14 * 28 + 14] = (byte) 255;
    }
    return new Images(pixels, 1, 28, 28, new int[count]);
  }

  @ParameterizedTest
  @CsvSource({"MNIST, 431080", "FASHION_MNIST, 390634"})
  void networksHaveAsManyParametersAsTheirLayers(Recipe recipe, long parameters) {
    Sequential network = recipe.network();
    network.initialise(1);
    assertThat(network.parameters().stream().mapToLong(p -> p.shape().count()).sum()).isEqualTo(parameters);
    assertThat(network.apply(images(3).all().input(), Context.evaluate()).shape()).isEqualTo(Shape.of(3, 10));
    assertThat(network.isStochastic()).isTrue();
    assertThat(recipe.classes()).hasSize(10);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLearnedIsNotOutside(Recipe recipe) {
    assertThat(recipe.outside()).hasSize(2).doesNotContain(recipe.set());
    assertThat(Recipe.of(recipe.set())).isEqualTo(recipe);
  }

  @ParameterizedTest
  @EnumSource
  void trainingImagesAreMovedByAsManyPixelsAsIsSaid(Recipe recipe) {
    Set<Integer> rows = new TreeSet<>();
    for (Batch batch : recipe.loader(images(200), 200, 1).epoch(0)) {
      float[] pixels = batch.input().reshape(-1).toFloats();
      IntStream.range(0, pixels.length).filter(i -> pixels[i] > 0).forEach(i -> rows.add(i / 28 % 28));
    }
    assertThat(rows).containsExactlyElementsOf(
        IntStream.rangeClosed(14 - recipe.shift(), 14 + recipe.shift()).boxed().toList());
  }

  @Test
  void aSetWithoutARecipeIsRefused() {
    assertThat(Recipe.sets()).containsExactly(ImageSet.MNIST, ImageSet.FASHION_MNIST);
    assertThatThrownBy(() -> Recipe.of(ImageSet.KMNIST)).hasMessage("deep ensembles: no recipe for kmnist");
    assertThat(Arrays.stream(Recipe.values()).map(Recipe::text)).doesNotHaveDuplicates();
  }
}

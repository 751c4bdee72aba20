package candor.nn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.data.Batch;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomCropTest {

  @Property(tries = 300)
  void aCropIsAPartOfThePaddedImage(@ForAll @IntRange(min = 1, max = 6) int height,
      @ForAll @IntRange(min = 1, max = 6) int width, @ForAll @IntRange(max = 5) int padding, @ForAll Padding mode,
      @ForAll @IntRange(min = 1, max = 16) int rows, @ForAll @IntRange(min = 1, max = 16) int columns) {
    int p = mode == Padding.REFLECT ? Math.min(padding, Math.min(height, width) - 1) : padding;
    int newHeight = 1 + (rows - 1) % (height + 2 * p);
    int newWidth = 1 + (columns - 1) % (width + 2 * p);
    Batch batch = Changes.images(2, height, width, 0, 3, 17);
    Tensor crops = Changes.apply(new RandomCrop(newHeight, newWidth, p, mode), batch);
    assertThat(crops.shape()).isEqualTo(Shape.of(3, 2, newHeight, newWidth));
    for (int i = 0; i < 3; i++) {
      Tensor padded = padded(batch.input().select(0, i), p, mode);
      Tensor crop = crops.select(0, i);
      boolean found = false;
      for (int y = 0; y + newHeight <= height + 2 * p; y++) {
        for (int x = 0; x + newWidth <= width + 2 * p; x++) {
          found |= padded.slice(1, y, y + newHeight).slice(2, x, x + newWidth).hasSameBits(crop);
        }
      }
      assertThat(found).isTrue();
    }
  }

  /// The definition, pixel by pixel.
  private static Tensor padded(Tensor image, int p, Padding mode) {
    int channels = image.shape().size(0);
    int height = image.shape().size(1);
    int width = image.shape().size(2);
    float[] result = new float[channels * (height + 2 * p) * (width + 2 * p)];
    int at = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = -p; y < height + p; y++) {
        for (int x = -p; x < width + p; x++) {
          boolean inside = y >= 0 && y < height && x >= 0 && x < width;
          result[at++] = inside || mode == Padding.REFLECT
              ? (float) image.at(c, mirrored(y, height), mirrored(x, width))
              : 0;
        }
      }
    }
    return Tensor.of(result, channels, height + 2 * p, width + 2 * p);
  }

  private static int mirrored(int place, int size) {
    int back = Math.abs(place);
    return back < size ? back : 2 * size - 2 - back;
  }

  @Test
  void everyPlaceIsAsLikelyAsTheOthers() {
    int n = 9000;
    Batch batch = Changes.counting(3, 3, n);
    Tensor crops = Changes.apply(new RandomCrop(1, 1, 0, Padding.ZERO), batch);
    int[] counts = new int[10];
    for (float pixel : crops.reshape(-1).toFloats()) {
      counts[(int) pixel]++;
    }
    for (int k = 1; k <= 9; k++) {
      // 1000 on average, with a standard deviation of 30.
      assertThat(counts[k]).isBetween(880, 1120);
    }
  }

  @Test
  void theBorderIsMirroredAtTheOutermostPixels() {
    Batch batch = Changes.counting(1, 3, 1);
    Tensor wide = Changes.apply(new RandomCrop(1, 7, 0, Padding.REFLECT),
        batch.withInput(Tensor.of(new float[] {3, 2, 1, 2, 3, 2, 1}, 1, 1, 1, 7)));
    assertThat(wide.toFloats()).containsExactly(3, 2, 1, 2, 3, 2, 1);
    Tensor image = Tensor.range(DType.F32, 9).add(1).reshape(1, 1, 3, 3);
    Tensor all = Changes.apply(new RandomCrop(7, 7, 2, Padding.REFLECT), batch.withInput(image));
    assertThat(all.select(2, 0).toFloats()).containsExactly(9, 8, 7, 8, 9, 8, 7);
    assertThat(all.select(2, 2).toFloats()).containsExactly(3, 2, 1, 2, 3, 2, 1);
    assertThat(all.select(3, 6).toFloats()).containsExactly(7, 4, 1, 4, 7, 4, 1);
  }

  @Test
  void theResultLiesBatchInnermost() {
    Tensor crops = Changes.apply(new RandomCrop(4, 4, 1, Padding.ZERO), Changes.images(2, 4, 4, 1, 2, 3));
    assertThat(crops.array().isDenseIn(1, 2, 3, 0)).isTrue();
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new RandomCrop(0, 3, 0, Padding.ZERO)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random crop: 0x3 with padding 0, expected sizes of 1 or more and a padding of 0 or more");
    assertThatThrownBy(() -> new RandomCrop(1, 3, -1, Padding.ZERO)).isInstanceOf(IllegalArgumentException.class);
    Batch batch = Changes.counting(4, 5, 1);
    assertThatThrownBy(() -> Changes.apply(new RandomCrop(7, 5, 1, Padding.ZERO), batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random crop: 7 rows of 4 with padding 1, expected 6 or less");
    assertThatThrownBy(() -> Changes.apply(new RandomCrop(4, 8, 1, Padding.ZERO), batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random crop: 8 columns of 5 with padding 1, expected 7 or less");
    assertThatThrownBy(() -> Changes.apply(new RandomCrop(4, 4, 4, Padding.REFLECT), batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random crop: padding of 4 mirrored rows, but an image of 4 has 3 to mirror");
    assertThatThrownBy(
        () -> Changes.apply(new RandomCrop(1, 1, 0, Padding.ZERO),
            batch.withInput(Tensor.zeros(DType.F64, 1, 2, 2, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random crop: input is f64[1,2,2,2], expected f32[N,C,H,W]");
    assertThatThrownBy(
        () -> Changes.apply(new RandomHorizontalFlip(0.5), batch.withInput(Tensor.zeros(DType.F32, 1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("random horizontal flip: input is f32[1,2], expected f32[N,C,H,W]");
  }
}

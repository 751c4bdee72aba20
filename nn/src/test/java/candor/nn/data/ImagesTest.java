package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImagesTest {

  /// Three images of two channels, one row and two columns.
  private static final byte[] PIXELS = {0, 1, 127, -128, -1, 10, 20, 30, 40, 50, 60, 70};

  private static Images images() {
    return new Images(PIXELS, 2, 1, 2, new int[] {7, 8, 9});
  }

  @Test
  void pixelsAreUnsignedBytesScaledToOne() {
    float[] pixels = images().batch(0).input().toFloats();
    assertThat(pixels).containsExactly(0, 1 / 255f, 127 / 255f, 128 / 255f);
    assertThat(images().batch(1).input().at(0, 0, 0, 0)).isEqualTo(1);
  }

  @Test
  void aBatchHoldsTheImagesAskedForInTheirOrder() {
    Batch batch = images().batch(2, 0, 2);
    assertThat(batch.size()).isEqualTo(3);
    assertThat(batch.ids()).containsExactly(2, 0, 2);
    assertThat(batch.target().toInts()).containsExactly(9, 7, 9);
    assertThat(batch.target().dtype()).isEqualTo(DType.I32);
    assertThat(batch.input().shape()).isEqualTo(Shape.of(3, 2, 1, 2));
    Tensor alone = images().batch(2).input();
    assertThat(batch.input().slice(0, 0, 1).hasSameBits(alone)).isTrue();
    assertThat(batch.input().slice(0, 2, 3).hasSameBits(alone)).isTrue();
    assertThat(batch.input().slice(0, 1, 2).hasSameBits(images().batch(0).input())).isTrue();
  }

  @Test
  void aBatchLiesBatchInnermost() {
    assertThat(images().batch(0, 1, 2).input().array().isDenseIn(1, 2, 3, 0)).isTrue();
  }

  @Test
  void allIsEveryImageInOrder() {
    Batch all = images().all();
    assertThat(all.ids()).containsExactly(0, 1, 2);
    assertThat(all.input().hasSameBits(images().batch(0, 1, 2).input())).isTrue();
  }

  @Test
  void theFirstImagesKeepTheirIndices() {
    Images first = images().first(2);
    assertThat(first.size()).isEqualTo(2);
    assertThat(first.labels()).containsExactly(7, 8);
    assertThat(first.all().input().hasSameBits(images().batch(0, 1).input())).isTrue();
    assertThat(images().first(0).all().input().shape()).isEqualTo(Shape.of(0, 2, 1, 2));
    assertThat(images().first(3).size()).isEqualTo(3);
    assertThatThrownBy(() -> images().first(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> images().first(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void labelsAreCopiedOnTheWayInAndOut() {
    int[] labels = {7, 8, 9};
    Images images = new Images(PIXELS, 2, 1, 2, labels);
    labels[0] = 0;
    images.labels()[1] = 0;
    assertThat(images.labels()).containsExactly(7, 8, 9);
  }

  @Test
  void anIndexOutsideTheSetIsRefused() {
    assertThatThrownBy(() -> images().batch(0, 3)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("3");
    assertThatThrownBy(() -> images().batch(-1)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void anEmptyBatchIsEmpty() {
    assertThat(images().batch().input().shape()).isEqualTo(Shape.of(0, 2, 1, 2));
    assertThat(images().batch().target().shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void asManyPixelsAreNeededAsTheSizesSay() {
    assertThatThrownBy(() -> new Images(PIXELS, 1, 1, 2, new int[] {7, 8, 9}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images: 12 bytes for 3 labels and images of 1x1x2");
  }

  @Test
  void theTwoFilesOfMnistAreJoined() {
    IdxFile pixels = new IdxFile("images", new int[] {3, 2, 2}, PIXELS);
    IdxFile labels = new IdxFile("labels", new int[] {3}, new byte[] {7, -1, 9});
    Images images = Images.of(pixels, labels);
    assertThat(images.labels()).containsExactly(7, 255, 9);
    assertThat(images.all().input().shape()).isEqualTo(Shape.of(3, 1, 2, 2));
    assertThat(images.batch(2).input().toFloats()).containsExactly(40 / 255f, 50 / 255f, 60 / 255f, 70 / 255f);
  }

  @Test
  void tensorsAreJoined() {
    Tensor pixels = Tensor.of(new int[] {0, 255, 128, 7, 1, 2, 3, 4, 5, 6, 8, 9}, 2, 1, 2, 3);
    Images images = Images.of(pixels.permute(0, 3, 1, 2), Tensor.of(new int[] {4, 300}, 2));
    assertThat(images.labels()).containsExactly(4, 300);
    assertThat(images.batch(0).input().shape()).isEqualTo(Shape.of(1, 3, 1, 2));
    assertThat(images.batch(0).input().toFloats()).containsExactly(0, 7 / 255f, 1, 1 / 255f, 128 / 255f, 2 / 255f);
    assertThat(Images.of(pixels.reshape(2, 2, 3), Tensor.zeros(DType.I32, 2)).batch(1).input().shape())
        .isEqualTo(Shape.of(1, 1, 2, 3));
  }

  @Test
  void tensorsThatAreNoImagesAreRefused() {
    Tensor labels = Tensor.zeros(DType.I32, 2);
    assertThatThrownBy(() -> Images.of(Tensor.zeros(DType.F32, 2, 2, 2), labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images: f32[2,2,2] and labels i32[2], expected i32[N,H,W] or i32[N,C,H,W] and i32[N]");
    for (int[] sizes : new int[][] {{2, 2}, {3, 2, 2}, {2, 1, 1, 1, 1}}) {
      assertThatThrownBy(() -> Images.of(Tensor.zeros(DType.I32, sizes), labels))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int pixel : new int[] {-1, 256}) {
      assertThatThrownBy(() -> Images.of(Tensor.full(DType.I32, pixel, 2, 1, 1), labels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("images: a pixel of " + pixel + ", expected 0 to 255");
    }
  }

  @Test
  void targetsAreTheLabels() {
    assertThat(images().targets().toInts()).containsExactly(7, 8, 9);
  }

  @Test
  void filesThatDoNotBelongTogetherAreNamed() {
    IdxFile pixels = new IdxFile("images", new int[] {3, 2, 2}, PIXELS);
    IdxFile labels = new IdxFile("labels", new int[] {4}, new byte[4]);
    assertThatThrownBy(() -> Images.of(pixels, labels)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "images: images [3, 2, 2] and labels [4] do not belong together, "
                + "expected N images of rows x columns and N labels");
    assertThatThrownBy(() -> Images.of(labels, labels)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not belong together");
    assertThatThrownBy(() -> Images.of(pixels, pixels)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not belong together");
  }

  @Test
  void aBatchMayBeAsLargeAsTheSet() {
    int n = 300;
    Images images = new Images(new byte[n], 1, 1, 1, new int[n]);
    assertThat(images.all().ids()).containsExactly(IntStream.range(0, n).toArray());
  }
}

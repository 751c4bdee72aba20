package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.nn.data.Augmentation;
import candor.nn.data.DataLoader;
import candor.nn.data.Images;
import candor.nn.data.Normaliser;
import candor.nn.data.augment.GaussianNoise;
import candor.nn.data.augment.Padding;
import candor.nn.data.augment.RandomCrop;
import candor.nn.data.augment.RandomHorizontalFlip;
import candor.nn.data.augment.RandomRotation;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetchTrainingTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aTrainingHasTheSameBitsWithAndWithoutPrefetch(int ahead) {
    assertThat(trained(ahead)).containsExactly(trained(0));
  }

  private static float[] trained(int ahead) {
    Images images = SmallTraining.images();
    Sequential model = SmallTraining.model();
    Augmentation changes = Augmentation.of(new RandomCrop(14, 14, 2, Padding.REFLECT), new RandomHorizontalFlip(0.5),
        new RandomRotation(10), new GaussianNoise(0.05));
    DataLoader loader = new DataLoader(images, 48, 2).augment(changes).normalise(Normaliser.of(images)).dropLast()
        .prefetch(ahead);
    new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.05, 0.9, 1e-4), loader, 3).fit(2);
    return Numbers.bits(model);
  }
}

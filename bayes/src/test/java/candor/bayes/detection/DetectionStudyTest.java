package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.bayes.detection.DetectionStudy.Role;
import candor.nn.data.Dataset;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DetectionStudyTest {
  private static Dataset images(long seed, int n) {
    return Networks.data(Networks.normal(seed, n, 1, 4, 4).to(DType.F32));
  }

  @Test
  void aSetHasOneRole() {
    OutsideSet kana = new OutsideSet("kmnist-test", "kmnist", images(1, 10));
    DetectionStudy study = new DetectionStudy();
    assertThat(study.take(Role.TUNE, kana).size()).isEqualTo(10);
    assertThat(study.take(Role.TUNE, kana).all().input().hasSameBits(images(1, 10).all().input())).isTrue();
    assertThatThrownBy(() -> study.take(Role.TEST, kana)).isInstanceOf(IllegalStateException.class).hasMessage(
        "detection study: kmnist-test is asked for testing, but a set of this name was taken for tuning");
    assertThatThrownBy(() -> study.take(Role.TRAIN, kana)).isInstanceOf(IllegalStateException.class).hasMessage(
        "detection study: kmnist-test is asked for training, but a set of this name was taken for tuning");
    // What was refused has not been taken.
    assertThat(study.describe())
        .startsWith("training: none\ntuning: kmnist-test (family kmnist, 10 inputs, fingerprint ")
        .contains("\ntesting: none\n")
        .endsWith("no two roles share a set, by name or by an input; sets tested on share no family with others");
  }

  @ParameterizedTest
  @CsvSource({"TUNE, TEST, tuning, testing", "TEST, TRAIN, testing, training"})
  void anotherNameDoesNotHelp(Role first, Role second, String firstText, String secondText) {
    DetectionStudy study = new DetectionStudy();
    study.take(first, new OutsideSet("letters", "letters", images(1, 10)));
    // Some of the same pixels, in another order, shape and type.
    Tensor again = images(1, 10).subset(7, 2, 5).all().input().reshape(3, 16).to(DType.F64);
    Tensor mixed = Tensor.concat(0, List.of(Networks.normal(5, 4, 16), again));
    OutsideSet renamed = new OutsideSet("noise", "noise", Networks.data(mixed));
    assertThatThrownBy(() -> study.take(second, renamed)).isInstanceOf(IllegalStateException.class)
        .hasMessage("detection study: noise is asked for " + secondText
            + ", but 3 of its 7 inputs are also in letters, which was taken for " + firstText);
  }

  @Test
  void oneKindOfSetIsTestedOrTunedOnNotBoth() {
    DetectionStudy study = new DetectionStudy();
    study.take(Role.TRAIN, new OutsideSet("noise 1", "noise", images(1, 5)));
    study.take(Role.TUNE, new OutsideSet("noise 2", "noise", images(2, 5)));
    OutsideSet third = new OutsideSet("noise 3", "noise", images(3, 5));
    assertThatThrownBy(() -> study.take(Role.TEST, third)).isInstanceOf(IllegalStateException.class).hasMessage(
        "detection study: noise 3 is asked for testing, but noise 1, which is of the family noise too, was taken for "
            + "training");
    assertThat(study.take(Role.TEST, new OutsideSet("letters", "letters", images(4, 5))).size()).isEqualTo(5);
    assertThat(study.take(Role.TEST, new OutsideSet("more letters", "letters", images(5, 5))).size()).isEqualTo(5);
  }

  @Test
  void aFamilyThatWasSeenIsLookedAtOnlyWhenSaidSoAndByOtherInputs() {
    DetectionStudy study = new DetectionStudy();
    study.take(Role.TRAIN, new OutsideSet("noise 1", "noise", images(1, 5)));
    OutsideSet other = new OutsideSet("noise 2", "noise", images(2, 5));
    assertThat(study.take(Role.SEEN, other).size()).isEqualTo(5);
    assertThatThrownBy(() -> study.take(Role.TEST, other)).isInstanceOf(IllegalStateException.class).hasMessage(
        "detection study: noise 2 is asked for testing, but noise 1, which is of the family noise too, was taken for "
            + "training");
    OutsideSet same = new OutsideSet("noise 3", "noise", images(1, 2));
    assertThatThrownBy(() -> study.take(Role.SEEN, same)).isInstanceOf(IllegalStateException.class).hasMessage(
        "detection study: noise 3 is asked for a family that may have been seen, but 2 of its 2 inputs are also in noise 1, "
            + "which was taken for training");
    assertThat(study.describe()).contains("\na family that may have been seen: noise 2 (family noise, 5 inputs");
  }

  @Property(tries = 20)
  void fingerprintsFollowTheInputsAndNotTheirOrder(@ForAll long seed) {
    Dataset data = images(seed, 12);
    OutsideSet set = new OutsideSet("a", "a", data);
    int[] backwards = IntStream.range(0, 12).map(i -> 11 - i).toArray();
    assertThat(new OutsideSet("b", "b", data.subset(backwards)).fingerprint()).isEqualTo(set.fingerprint())
        .matches("[0-9a-f]{16}");
    assertThat(new OutsideSet("b", "b", data.subset(0, 1, 2)).fingerprint()).isNotEqualTo(set.fingerprint());
    float[] pixels = data.all().input().toFloats();
    pixels[77] = Math.nextUp(pixels[77]);
    OutsideSet nearly = new OutsideSet("b", "b", Networks.data(Tensor.of(pixels, 12, 1, 4, 4)));
    assertThat(nearly.fingerprint()).isNotEqualTo(set.fingerprint());
    assertThat(nearly.shared(set)).isEqualTo(11);
  }

  @Test
  void aSetHasNamesAndInputs() {
    assertThatThrownBy(() -> new OutsideSet("x", " ", images(1, 0))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outside set: name \"x\", family \" \", 0 inputs, expected names, and 1 input or more");
    OutsideSet set = new OutsideSet("x", "y", images(1, 2));
    assertThat(set).hasToString("x");
    assertThat(set.family()).isEqualTo("y");
    assertThat(set.size()).isEqualTo(2);
  }
}

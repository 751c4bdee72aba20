package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UciRegressionTest {
  @TempDir
  private Path directory;

  /// Five rows of four columns: the second is the target, the last is not used.
  @BeforeEach
  void write() throws IOException {
    put("data.txt", " 1 10 100 7\n 2 20 300 7\n 3 30 200 7\n 4 40 500 7\n 9 90 900 7\n");
    put("index_features.txt", "0\n2\n");
    put("index_target.txt", "1\n");
    put("n_splits.txt", "2\n");
    put("index_train_0.txt", "3\n0\n1\n");
    put("index_test_0.txt", "4\n2\n");
    put("index_train_1.txt", "0.0\n1\n");
    put("index_test_1.txt", "3.000e+00\n");
  }

  private void put(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  @Test
  void splitsAreRowsOfTheTable() throws IOException {
    UciRegression uci = UciRegression.read(directory);
    assertThat(uci.splits()).isEqualTo(2);
    assertThat(uci.data().inputs().toDoubles()).containsExactly(1, 100, 2, 300, 3, 200, 4, 500, 9, 900);
    assertThat(uci.data().targets().toDoubles()).containsExactly(10, 20, 30, 40, 90);
    Split split = uci.split(0);
    assertThat(split.get("train").all().ids()).containsExactly(3, 0, 1);
    assertThat(split.get("test").all().target().toDoubles()).containsExactly(90, 30);
    assertThat(uci.split(1).get("test").all().ids()).containsExactly(3);
  }

  @Test
  void theTrainingPartAloneStandardises() throws IOException {
    Standardised split = UciRegression.read(directory).split(0, DType.F64);
    assertThat(split.inputs().mean()).containsExactly(new double[] {7.0 / 3, 300}, Offset.offset(1e-12));
    assertThat(split.targets().mean()).containsExactly(new double[] {70.0 / 3}, Offset.offset(1e-12));
    Tensor test = split.targets().invert(split.test().all().target());
    assertThat(test.toDoubles()).containsExactly(new double[] {90, 30}, Offset.offset(1e-12));
    assertThat(split.train().all().input().mean(0).toDoubles()).containsExactly(new double[2], Offset.offset(1e-12));
  }

  @Test
  void aRowThatIsTrainedAndTestedIsRefused() throws IOException {
    put("index_test_1.txt", "3\n1\n");
    UciRegression uci = UciRegression.read(directory);
    assertThatThrownBy(() -> uci.split(1)).isExactlyInstanceOf(IOException.class).hasMessage(
        "uci: " + directory.resolve("index_test_1.txt") + " names row 1, which is a training sample");
    assertThatThrownBy(() -> uci.split(2)).isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("uci: split 2 of " + directory + ", expected 0 to 1");
    Files.delete(directory.resolve("index_train_0.txt"));
    assertThatThrownBy(() -> uci.split(0)).isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      index_train_0.txt  | 0 5     | names 5, expected different numbers from 0 to 4
      index_train_0.txt  | -1      | names -1, expected different numbers from 0 to 4
      index_test_0.txt   | 2 2     | names 2, expected different numbers from 0 to 4
      index_test_0.txt   | 2.5     | holds 2.5, expected whole numbers
      index_test_0.txt   | 3e9     | holds 3.0E9, expected whole numbers
      index_features.txt | 0 4     | names 4, expected different numbers from 0 to 3
      index_target.txt   | 0       | names a feature or not one column, expected one column that is no feature
      index_target.txt   | 1 3     | names a feature or not one column, expected one column that is no feature
      n_splits.txt       | 0       | does not hold one positive number of splits
      """)
  void wrongNumbersAreNamed(String file, String numbers, String message) throws IOException {
    put(file, numbers.replace(' ', '\n'));
    assertThatThrownBy(() -> UciRegression.read(directory).split(0)).isExactlyInstanceOf(IOException.class)
        .hasMessage("uci: " + directory.resolve(file) + " " + message);
  }

  @ParameterizedTest
  @CsvSource({"bostonHousing,506,13,20,51", "concrete,1030,8,20,103", "energy,768,8,20,77", "kin8nm,8192,8,20,819",
    "naval-propulsion-plant,11934,16,20,1193", "power-plant,9568,4,20,957", "protein-tertiary-structure,45730,9,5,4573",
    "wine-quality-red,1599,11,20,160", "yacht,308,6,20,31"})
  void theNineSetsAreRead(String name, int rows, int features, int splits, int tested) throws IOException {
    UciRegression uci = UciRegression.read(SharedData.folder("uci").resolve(name).resolve("data"));
    assertThat(uci.data().inputs().shape()).isEqualTo(Shape.of(rows, features));
    assertThat(uci.data().targets().shape()).isEqualTo(Shape.of(rows, 1));
    assertThat(uci.splits()).isEqualTo(splits);
    for (int k = 0; k < splits; k += 4) {
      Split split = uci.split(k);
      assertThat(split.get("test").size()).isEqualTo(tested);
      assertThat(split.get("train").size()).isEqualTo(rows - tested);
    }
    Standardised split = uci.split(0, DType.F64);
    Tensor train = split.train().all().input();
    Tensor variance = train.square().mean(0);
    for (double v : variance.toDoubles()) {
      // A feature that never changes became 0.
      assertThat(v == 0 || Math.abs(v - 1) < 1e-8).isTrue();
    }
    assertThat(train.mean(0).isClose(Tensor.zeros(DType.F64, features), 1e-8, 0)).isTrue();
    assertThat(split.train().all().target().square().mean().item()).isCloseTo(1, Offset.offset(1e-8));
  }
}

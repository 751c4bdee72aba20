package candor.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.TinyUci;
import candor.nn.data.UciRegression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UciSetTest {
  @TempDir
  private Path directory;

  @Test
  void aSetIsReadFromTheFolderOfItsName() throws IOException {
    TinyUci.write(directory, "yacht");
    UciRegression set = UciSet.YACHT.read(directory);
    assertThat(set.data().size()).isEqualTo(60);
    assertThat(set.splits()).isEqualTo(2);
    assertThat(set.split(1).get("test").size()).isEqualTo(6);
  }

  @Test
  void aSetThatIsNowhereIsAskedFor() {
    assertThatThrownBy(() -> UciSet.WINE.read(null)).isExactlyInstanceOf(IOException.class).hasMessage(
        "data: the set wine-quality-red does not travel with the program, name a directory with the folder"
            + " uci/wine-quality-red/data of its files with --data DIR; it is from https://archive.ics.uci.edu");
    assertThatThrownBy(() -> UciSet.WINE.read(directory)).isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("data: the set wine-quality-red does not travel with the program");
  }

  @Test
  void aSplitThatWasCutShortIsRefused() throws IOException {
    Path files = TinyUci.write(directory, "energy");
    Files.writeString(files.resolve("index_train_1.txt"), "2\n3\n4\n");
    assertThatThrownBy(() -> UciSet.ENERGY.read(directory)).isExactlyInstanceOf(IOException.class)
        .hasMessage("data: split 1 of " + files + " has 9 samples, the set has 60");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      data.txt          | 1 0 NaN   | says "NaN" in line 1, column 2, expected a finite number
      data.txt          | 1 0 2     | expected different numbers from 0 to 0
      index_test_1.txt  | 60        | names 60, expected different numbers from 0 to 59
      index_test_1.txt  | 0         | names row 0, which is a training sample
      index_test_0.txt  | -1        | names -1, expected different numbers from 0 to 59
      """)
  void wrongFilesAreNamed(String file, String text, String message) throws IOException {
    Path files = TinyUci.write(directory, "kin8nm");
    Files.writeString(files.resolve(file), text + "\n");
    assertThatThrownBy(() -> UciSet.KIN8NM.read(directory)).isExactlyInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}

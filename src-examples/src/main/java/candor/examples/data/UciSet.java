package candor.examples.data;

import candor.nn.data.Split;
import candor.nn.data.UciRegression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Regression sets of the UCI repository by name, with the splits of Hernández-Lobato & Adams 2015. A set is in the folder
/// `uci/NAME/data` of the data directory; none travels with the program.
public enum UciSet {
  /// Prices of houses in Boston.
  BOSTON("bostonHousing", "Boston"),
  /// Strength of concrete.
  CONCRETE("concrete", "Concrete"),
  /// Heating load of buildings.
  ENERGY("energy", "Energy"),
  /// Distance of the hand of a simulated robot arm to a target.
  KIN8NM("kin8nm", "Kin8nm"),
  /// Output of a power plant.
  POWER("power-plant", "Power"),
  /// Grades of red wines.
  WINE("wine-quality-red", "Wine"),
  /// Resistance of yachts.
  YACHT("yacht", "Yacht"),
  /// Wear of a ship's turbine.
  NAVAL("naval-propulsion-plant", "Naval"),
  /// Distance of predicted proteins to the true ones.
  PROTEIN("protein-tertiary-structure", "Protein");

  private final String folder;
  private final String title;

  UciSet(String folder, String title) {
    this.folder = folder;
    this.title = title;
  }

  /// Name of the set, and of its folder.
  ///
  /// @return such as `bostonHousing`
  public String id() {
    return folder;
  }

  /// What tables call it.
  ///
  /// @return such as `Boston`
  public String title() {
    return title;
  }

  /// Reads the set and looks at all its splits, so that a damaged file is found before any work.
  ///
  /// @param data directory with a folder `uci`, null for what travels with the program
  /// @return the set
  /// @throws IOException if it is nowhere, a file is missing or damaged, or a split does not hold every sample once
  public UciRegression read(@Nullable Path data) throws IOException {
    Path files = Path.of("uci", folder, "data");
    if (data == null || !Files.isDirectory(data.resolve(files))) {
      throw new IOException("data: the set " + folder + " does not travel with the program, name a directory with the"
          + " folder " + files + " of its files with --data DIR; it is from https://archive.ics.uci.edu");
    }
    UciRegression set = UciRegression.read(data.resolve(files));
    for (int k = 0; k < set.splits(); k++) {
      Split split = set.split(k);
      int samples = split.get("train").size() + split.get("test").size();
      if (samples != set.data().size()) {
        throw new IOException("data: split " + k + " of " + data.resolve(files) + " has " + samples
            + " samples, the set has " + set.data().size());
      }
    }
    return set;
  }
}

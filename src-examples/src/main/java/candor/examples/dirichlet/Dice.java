package candor.examples.dirichlet;

import candor.bayes.dirichlet.Dirichlet;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Three-sided dice and their rolls, which are functions of the seed.
final class Dice {
  /// Faces of a die: as many as a picture of all its probabilities can show.
  static final int FACES = 3;
  /// When to look.
  private static final List<Integer> LOOKS = List.of(0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000);

  private final double[] probabilities;
  /// Rolled face by die and roll.
  private final int[][] faces;

  private Dice(double[] probabilities, int rolls, RandomStream stream) {
    this.probabilities = probabilities;
    faces = new int[probabilities.length / FACES][];
    for (int die = 0; die < faces.length; die++) {
      double[] draws = new double[rolls];
      stream.uniform(die, draws);
      double first = probabilities[die * FACES];
      double second = first + probabilities[die * FACES + 1];
      faces[die] = IntStream.range(0, rolls).map(i -> draws[i] < first ? 0 : draws[i] < second ? 1 : 2).toArray();
    }
  }

  /// One die of given probabilities.
  static Dice of(long seed, int rolls, double... probabilities) {
    return new Dice(probabilities, rolls, RandomStream.of(seed).purpose(Purpose.SAMPLING).child("shown die"));
  }

  /// Dice whose probabilities are drawn from the flat distribution.
  static Dice drawn(long seed, int dice, int rolls) {
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING);
    Tensor probabilities = Dirichlet.flat(DType.F64, dice, FACES).sample(1, stream.child("dice"),
        IntStream.range(0, dice).toArray());
    return new Dice(probabilities.reshape(-1).toDoubles(), rolls, stream.child("rolls"));
  }

  /// True probabilities, `[N, FACES]`.
  Tensor probabilities() {
    return Tensor.of(probabilities, faces.length, FACES);
  }

  /// How often each face came up in the first rolls, `[N, FACES]`.
  Tensor counts(int rolls) {
    double[] counts = new double[faces.length * FACES];
    for (int die = 0; die < faces.length; die++) {
      for (int i = 0; i < rolls; i++) {
        counts[die * FACES + faces[die][i]]++;
      }
    }
    return Tensor.of(counts, faces.length, FACES);
  }

  /// What is known of each die after its first rolls, when nothing was known before.
  Dirichlet posterior(int rolls) {
    return Dirichlet.flat(DType.F64, faces.length, FACES).observe(counts(rolls));
  }

  /// The numbers of rolls after which to look.
  static List<Integer> looks(int rolls) {
    return LOOKS.stream().filter(look -> look <= rolls).toList();
  }
}

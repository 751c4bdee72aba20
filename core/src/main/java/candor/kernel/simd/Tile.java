package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The inner loop of products and convolutions: a tile of a few rows and two vectors of columns, held in registers.
///
/// `c[r, j] = z[r, j] + Σₜ a[t · rows + r] b[at[t] + j]`, one chain of fused steps for each element, `t` ascending. The
/// numbers of `a` are packed (see [Panels]), or rows of it are read where they lie; those of `b` lie where `at` says, in a
/// strip of a product or at the sources of a pixel's taps. The tile starts from `z`, which is `c` again when a chain
/// continues and [#ZERO] when it begins.
///
/// Places that are a constant multiple of `t`, as those of `a`, need no bounds checks in the loop: the compiler checks the
/// first and the last one before it, and takes several steps at a time. That matters where tiles are small: with the
/// places of `a` looked up too, a step takes a third more instructions, and two threads of one core share what it can
/// issue. Whether `b` lies in order is asked in the loop; the compiler makes two loops of it.
///
/// Left alone, the compiler broadcasts the numbers of all rows before it multiplies. For twelve sums AVX2 has no registers
/// for them, so there they are opaque reads, which keep their turn and cost no instruction.
///
/// The order of parameters matters. The first six come in registers, the others on the stack, and what the loop needs
/// must be among these: too many for the registers that are left, the compiler would keep some in vector registers and
/// fetch them from there in every step, which is a fifth slower than reading the stack.
final class Tile {
  /// Columns of a tile.
  static final int COLUMNS = 2 * WIDTH;
  /// Rows of the largest tile: 24 of the 32 registers of AVX-512 hold sums, 12 of the 16 of AVX2. Packing copies a vector
  /// for each step, so they are no more than its lanes.
  static final int MAX_ROWS = switch (WIDTH) {
    case 16 -> 12;
    case 8 -> 6;
    default -> 4;
  };
  /// Whether a tile can read rows that are not packed: there are registers for the addresses of six.
  static final boolean READS_ROWS = MAX_ROWS == 6;
  /// What a chain begins from, with row stride 0.
  static final float[] ZERO = new float[COLUMNS];
  /// No table: the rows of `b` follow each other, [#COLUMNS] numbers each, or there are no steps.
  private static final int[] IN_ORDER = {};

  private static final VarHandle FLOATS = MethodHandles.arrayElementVarHandle(float[].class);

  private Tile() {
  }

  /// The tile height to use when `left` rows are left. Two tiles of 8 rows are faster than one of 12 and one of 4, whose
  /// eight sums are too few to fill the time that an addition takes. Sixes and fours fill all even numbers of rows from 4 on.
  static int height(int left) {
    return switch (MAX_ROWS) {
      case 12 -> left > 12 && left <= 16 ? 8 : Math.min(12, (left + 3) / 4 * 4);
      case 6 -> left <= 4 || left == 7 || left == 8 ? 4 : 6;
      default -> 4;
    };
  }

  /// Where the rows of a packed strip begin. The tiles of AVX2 compute it, which takes a fifth fewer instructions.
  static int[] inOrder(Scratch scratch, int steps) {
    return MAX_ROWS == 12 ? scratch.packed.of(COLUMNS, steps) : IN_ORDER;
  }

  /// A number that is read neither before nor after its turn.
  private static float inTurn(float[] a, int i) {
    return (float) FLOATS.getOpaque(a, i);
  }

  /// Runs a tile of 4, 6, 8 or 12 rows.
  ///
  /// @param rows height, from [#height]
  /// @param z starting values
  /// @param zo offset of the first one
  /// @param zs distance between their rows
  /// @param c result
  /// @param co offset of the first element
  /// @param cs distance between rows
  /// @param steps number of steps
  /// @param a panel, `rows` numbers for each step, or rows whose steps are neighbours
  /// @param ao offset of the first one
  /// @param as distance between rows, 1 in a panel
  /// @param b rows that are combined
  /// @param bo added to every element of `at`
  /// @param at where the row of each step begins, or [#inOrder], which rows of `a` that are not packed need
  static void run(int rows, float[] z, int zo, int zs, float[] c, int co, int cs, int steps, float[] a, int ao, int as,
      float[] b, int bo, int[] at) {
    switch (rows) {
      case 12 -> twelve(z, zo, zs, c, co, cs, steps, a, ao, b, bo, at);
      case 8 -> eight(z, zo, zs, c, co, cs, steps, a, ao, b, bo, at);
      case 6 -> {
        if (as == 1) {
          six(z, zo, zs, c, co, cs, steps, a, ao, b, bo, at);
        } else {
          sixApart(z, zo, zs, c, co, cs, steps, a, ao, as, b, bo);
        }
      }
      case 4 -> four(z, zo, zs, c, co, cs, steps, a, ao, b, bo, at);
      default -> throw new IllegalArgumentException("tile: height " + rows + ", expected 4, 6, 8 or 12");
    }
  }

  /// As [#run], but only the first `keep` rows and `width` columns exist in `c`; `b` is read for all columns.
  ///
  /// @param carry whether the chains continue from `c`
  /// @param whole room for one tile
  static void runEdge(int rows, int keep, int width, boolean carry, float[] c, int co, int cs, int steps, float[] a,
      int ao, int as, float[] b, int bo, int[] at, float[] whole) {
    if (carry) {
      copy(keep, width, c, co, cs, whole, 0, COLUMNS);
      run(rows, whole, 0, COLUMNS, whole, 0, COLUMNS, steps, a, ao, as, b, bo, at);
    } else {
      run(rows, ZERO, 0, 0, whole, 0, COLUMNS, steps, a, ao, as, b, bo, at);
    }
    copy(keep, width, whole, 0, COLUMNS, c, co, cs);
  }

  /// Copies the columns that exist.
  static void copy(int rows, int width, float[] from, int fo, int fs, float[] to, int offset, int ts) {
    VectorMask<Float> left = SPECIES.indexInRange(0, width);
    VectorMask<Float> right = SPECIES.indexInRange(WIDTH, width);
    for (int r = 0; r < rows; r++) {
      int in = fo + r * fs;
      int out = offset + r * ts;
      fromArray(SPECIES, from, in, left).intoArray(to, out, left);
      if (width > WIDTH) {
        fromArray(SPECIES, from, in + WIDTH, right).intoArray(to, out + WIDTH, right);
      }
    }
  }

  private static void twelve(float[] z, int zo, int zs, float[] c, int co, int cs, int steps, float[] a, int ao,
      float[] b, int bo, int[] at) {
    FloatVector c0 = fromArray(SPECIES, z, zo);
    FloatVector d0 = fromArray(SPECIES, z, zo + WIDTH);
    FloatVector c1 = fromArray(SPECIES, z, zo + zs);
    FloatVector d1 = fromArray(SPECIES, z, zo + zs + WIDTH);
    FloatVector c2 = fromArray(SPECIES, z, zo + 2 * zs);
    FloatVector d2 = fromArray(SPECIES, z, zo + 2 * zs + WIDTH);
    FloatVector c3 = fromArray(SPECIES, z, zo + 3 * zs);
    FloatVector d3 = fromArray(SPECIES, z, zo + 3 * zs + WIDTH);
    FloatVector c4 = fromArray(SPECIES, z, zo + 4 * zs);
    FloatVector d4 = fromArray(SPECIES, z, zo + 4 * zs + WIDTH);
    FloatVector c5 = fromArray(SPECIES, z, zo + 5 * zs);
    FloatVector d5 = fromArray(SPECIES, z, zo + 5 * zs + WIDTH);
    FloatVector c6 = fromArray(SPECIES, z, zo + 6 * zs);
    FloatVector d6 = fromArray(SPECIES, z, zo + 6 * zs + WIDTH);
    FloatVector c7 = fromArray(SPECIES, z, zo + 7 * zs);
    FloatVector d7 = fromArray(SPECIES, z, zo + 7 * zs + WIDTH);
    FloatVector c8 = fromArray(SPECIES, z, zo + 8 * zs);
    FloatVector d8 = fromArray(SPECIES, z, zo + 8 * zs + WIDTH);
    FloatVector c9 = fromArray(SPECIES, z, zo + 9 * zs);
    FloatVector d9 = fromArray(SPECIES, z, zo + 9 * zs + WIDTH);
    FloatVector c10 = fromArray(SPECIES, z, zo + 10 * zs);
    FloatVector d10 = fromArray(SPECIES, z, zo + 10 * zs + WIDTH);
    FloatVector c11 = fromArray(SPECIES, z, zo + 11 * zs);
    FloatVector d11 = fromArray(SPECIES, z, zo + 11 * zs + WIDTH);
    for (int t = 0; t < steps; t++) {
      int p = ao + 12 * t;
      int q = bo + at[t];
      FloatVector left = fromArray(SPECIES, b, q);
      FloatVector right = fromArray(SPECIES, b, q + WIDTH);
      FloatVector a0 = broadcast(SPECIES, a[p]);
      c0 = a0.fma(left, c0);
      d0 = a0.fma(right, d0);
      FloatVector a1 = broadcast(SPECIES, a[p + 1]);
      c1 = a1.fma(left, c1);
      d1 = a1.fma(right, d1);
      FloatVector a2 = broadcast(SPECIES, a[p + 2]);
      c2 = a2.fma(left, c2);
      d2 = a2.fma(right, d2);
      FloatVector a3 = broadcast(SPECIES, a[p + 3]);
      c3 = a3.fma(left, c3);
      d3 = a3.fma(right, d3);
      FloatVector a4 = broadcast(SPECIES, a[p + 4]);
      c4 = a4.fma(left, c4);
      d4 = a4.fma(right, d4);
      FloatVector a5 = broadcast(SPECIES, a[p + 5]);
      c5 = a5.fma(left, c5);
      d5 = a5.fma(right, d5);
      FloatVector a6 = broadcast(SPECIES, a[p + 6]);
      c6 = a6.fma(left, c6);
      d6 = a6.fma(right, d6);
      FloatVector a7 = broadcast(SPECIES, a[p + 7]);
      c7 = a7.fma(left, c7);
      d7 = a7.fma(right, d7);
      FloatVector a8 = broadcast(SPECIES, a[p + 8]);
      c8 = a8.fma(left, c8);
      d8 = a8.fma(right, d8);
      FloatVector a9 = broadcast(SPECIES, a[p + 9]);
      c9 = a9.fma(left, c9);
      d9 = a9.fma(right, d9);
      FloatVector a10 = broadcast(SPECIES, a[p + 10]);
      c10 = a10.fma(left, c10);
      d10 = a10.fma(right, d10);
      FloatVector a11 = broadcast(SPECIES, a[p + 11]);
      c11 = a11.fma(left, c11);
      d11 = a11.fma(right, d11);
    }
    c0.intoArray(c, co);
    d0.intoArray(c, co + WIDTH);
    c1.intoArray(c, co + cs);
    d1.intoArray(c, co + cs + WIDTH);
    c2.intoArray(c, co + 2 * cs);
    d2.intoArray(c, co + 2 * cs + WIDTH);
    c3.intoArray(c, co + 3 * cs);
    d3.intoArray(c, co + 3 * cs + WIDTH);
    c4.intoArray(c, co + 4 * cs);
    d4.intoArray(c, co + 4 * cs + WIDTH);
    c5.intoArray(c, co + 5 * cs);
    d5.intoArray(c, co + 5 * cs + WIDTH);
    c6.intoArray(c, co + 6 * cs);
    d6.intoArray(c, co + 6 * cs + WIDTH);
    c7.intoArray(c, co + 7 * cs);
    d7.intoArray(c, co + 7 * cs + WIDTH);
    c8.intoArray(c, co + 8 * cs);
    d8.intoArray(c, co + 8 * cs + WIDTH);
    c9.intoArray(c, co + 9 * cs);
    d9.intoArray(c, co + 9 * cs + WIDTH);
    c10.intoArray(c, co + 10 * cs);
    d10.intoArray(c, co + 10 * cs + WIDTH);
    c11.intoArray(c, co + 11 * cs);
    d11.intoArray(c, co + 11 * cs + WIDTH);
  }

  private static void eight(float[] z, int zo, int zs, float[] c, int co, int cs, int steps, float[] a, int ao,
      float[] b, int bo, int[] at) {
    FloatVector c0 = fromArray(SPECIES, z, zo);
    FloatVector d0 = fromArray(SPECIES, z, zo + WIDTH);
    FloatVector c1 = fromArray(SPECIES, z, zo + zs);
    FloatVector d1 = fromArray(SPECIES, z, zo + zs + WIDTH);
    FloatVector c2 = fromArray(SPECIES, z, zo + 2 * zs);
    FloatVector d2 = fromArray(SPECIES, z, zo + 2 * zs + WIDTH);
    FloatVector c3 = fromArray(SPECIES, z, zo + 3 * zs);
    FloatVector d3 = fromArray(SPECIES, z, zo + 3 * zs + WIDTH);
    FloatVector c4 = fromArray(SPECIES, z, zo + 4 * zs);
    FloatVector d4 = fromArray(SPECIES, z, zo + 4 * zs + WIDTH);
    FloatVector c5 = fromArray(SPECIES, z, zo + 5 * zs);
    FloatVector d5 = fromArray(SPECIES, z, zo + 5 * zs + WIDTH);
    FloatVector c6 = fromArray(SPECIES, z, zo + 6 * zs);
    FloatVector d6 = fromArray(SPECIES, z, zo + 6 * zs + WIDTH);
    FloatVector c7 = fromArray(SPECIES, z, zo + 7 * zs);
    FloatVector d7 = fromArray(SPECIES, z, zo + 7 * zs + WIDTH);
    for (int t = 0; t < steps; t++) {
      int p = ao + 8 * t;
      int q = bo + at[t];
      FloatVector left = fromArray(SPECIES, b, q);
      FloatVector right = fromArray(SPECIES, b, q + WIDTH);
      FloatVector a0 = broadcast(SPECIES, a[p]);
      c0 = a0.fma(left, c0);
      d0 = a0.fma(right, d0);
      FloatVector a1 = broadcast(SPECIES, a[p + 1]);
      c1 = a1.fma(left, c1);
      d1 = a1.fma(right, d1);
      FloatVector a2 = broadcast(SPECIES, a[p + 2]);
      c2 = a2.fma(left, c2);
      d2 = a2.fma(right, d2);
      FloatVector a3 = broadcast(SPECIES, a[p + 3]);
      c3 = a3.fma(left, c3);
      d3 = a3.fma(right, d3);
      FloatVector a4 = broadcast(SPECIES, a[p + 4]);
      c4 = a4.fma(left, c4);
      d4 = a4.fma(right, d4);
      FloatVector a5 = broadcast(SPECIES, a[p + 5]);
      c5 = a5.fma(left, c5);
      d5 = a5.fma(right, d5);
      FloatVector a6 = broadcast(SPECIES, a[p + 6]);
      c6 = a6.fma(left, c6);
      d6 = a6.fma(right, d6);
      FloatVector a7 = broadcast(SPECIES, a[p + 7]);
      c7 = a7.fma(left, c7);
      d7 = a7.fma(right, d7);
    }
    c0.intoArray(c, co);
    d0.intoArray(c, co + WIDTH);
    c1.intoArray(c, co + cs);
    d1.intoArray(c, co + cs + WIDTH);
    c2.intoArray(c, co + 2 * cs);
    d2.intoArray(c, co + 2 * cs + WIDTH);
    c3.intoArray(c, co + 3 * cs);
    d3.intoArray(c, co + 3 * cs + WIDTH);
    c4.intoArray(c, co + 4 * cs);
    d4.intoArray(c, co + 4 * cs + WIDTH);
    c5.intoArray(c, co + 5 * cs);
    d5.intoArray(c, co + 5 * cs + WIDTH);
    c6.intoArray(c, co + 6 * cs);
    d6.intoArray(c, co + 6 * cs + WIDTH);
    c7.intoArray(c, co + 7 * cs);
    d7.intoArray(c, co + 7 * cs + WIDTH);
  }

  private static void six(float[] z, int zo, int zs, float[] c, int co, int cs, int steps, float[] a, int ao,
      float[] b, int bo, int[] at) {
    FloatVector c0 = fromArray(SPECIES, z, zo);
    FloatVector d0 = fromArray(SPECIES, z, zo + WIDTH);
    FloatVector c1 = fromArray(SPECIES, z, zo + zs);
    FloatVector d1 = fromArray(SPECIES, z, zo + zs + WIDTH);
    FloatVector c2 = fromArray(SPECIES, z, zo + 2 * zs);
    FloatVector d2 = fromArray(SPECIES, z, zo + 2 * zs + WIDTH);
    FloatVector c3 = fromArray(SPECIES, z, zo + 3 * zs);
    FloatVector d3 = fromArray(SPECIES, z, zo + 3 * zs + WIDTH);
    FloatVector c4 = fromArray(SPECIES, z, zo + 4 * zs);
    FloatVector d4 = fromArray(SPECIES, z, zo + 4 * zs + WIDTH);
    FloatVector c5 = fromArray(SPECIES, z, zo + 5 * zs);
    FloatVector d5 = fromArray(SPECIES, z, zo + 5 * zs + WIDTH);
    boolean inOrder = at.length == 0;
    for (int t = 0; t < steps; t++) {
      int p = ao + 6 * t;
      int q = bo + (inOrder ? COLUMNS * t : at[t]);
      FloatVector left = fromArray(SPECIES, b, q);
      FloatVector right = fromArray(SPECIES, b, q + WIDTH);
      FloatVector a0 = broadcast(SPECIES, inTurn(a, p));
      c0 = a0.fma(left, c0);
      d0 = a0.fma(right, d0);
      FloatVector a1 = broadcast(SPECIES, inTurn(a, p + 1));
      c1 = a1.fma(left, c1);
      d1 = a1.fma(right, d1);
      FloatVector a2 = broadcast(SPECIES, inTurn(a, p + 2));
      c2 = a2.fma(left, c2);
      d2 = a2.fma(right, d2);
      FloatVector a3 = broadcast(SPECIES, inTurn(a, p + 3));
      c3 = a3.fma(left, c3);
      d3 = a3.fma(right, d3);
      FloatVector a4 = broadcast(SPECIES, inTurn(a, p + 4));
      c4 = a4.fma(left, c4);
      d4 = a4.fma(right, d4);
      FloatVector a5 = broadcast(SPECIES, inTurn(a, p + 5));
      c5 = a5.fma(left, c5);
      d5 = a5.fma(right, d5);
    }
    c0.intoArray(c, co);
    d0.intoArray(c, co + WIDTH);
    c1.intoArray(c, co + cs);
    d1.intoArray(c, co + cs + WIDTH);
    c2.intoArray(c, co + 2 * cs);
    d2.intoArray(c, co + 2 * cs + WIDTH);
    c3.intoArray(c, co + 3 * cs);
    d3.intoArray(c, co + 3 * cs + WIDTH);
    c4.intoArray(c, co + 4 * cs);
    d4.intoArray(c, co + 4 * cs + WIDTH);
    c5.intoArray(c, co + 5 * cs);
    d5.intoArray(c, co + 5 * cs + WIDTH);
  }

  /// As [#six], on rows of `a` whose steps are neighbours and a packed strip of `b`. A loop that served both would take
  /// twice the instructions.
  private static void sixApart(float[] z, int zo, int zs, float[] c, int co, int cs, int steps, float[] a, int ao,
      int as, float[] b, int bo) {
    FloatVector c0 = fromArray(SPECIES, z, zo);
    FloatVector d0 = fromArray(SPECIES, z, zo + WIDTH);
    FloatVector c1 = fromArray(SPECIES, z, zo + zs);
    FloatVector d1 = fromArray(SPECIES, z, zo + zs + WIDTH);
    FloatVector c2 = fromArray(SPECIES, z, zo + 2 * zs);
    FloatVector d2 = fromArray(SPECIES, z, zo + 2 * zs + WIDTH);
    FloatVector c3 = fromArray(SPECIES, z, zo + 3 * zs);
    FloatVector d3 = fromArray(SPECIES, z, zo + 3 * zs + WIDTH);
    FloatVector c4 = fromArray(SPECIES, z, zo + 4 * zs);
    FloatVector d4 = fromArray(SPECIES, z, zo + 4 * zs + WIDTH);
    FloatVector c5 = fromArray(SPECIES, z, zo + 5 * zs);
    FloatVector d5 = fromArray(SPECIES, z, zo + 5 * zs + WIDTH);
    for (int t = 0; t < steps; t++) {
      int p = ao + t;
      int q = bo + COLUMNS * t;
      FloatVector left = fromArray(SPECIES, b, q);
      FloatVector right = fromArray(SPECIES, b, q + WIDTH);
      FloatVector a0 = broadcast(SPECIES, inTurn(a, p));
      c0 = a0.fma(left, c0);
      d0 = a0.fma(right, d0);
      FloatVector a1 = broadcast(SPECIES, inTurn(a, p + as));
      c1 = a1.fma(left, c1);
      d1 = a1.fma(right, d1);
      FloatVector a2 = broadcast(SPECIES, inTurn(a, p + 2 * as));
      c2 = a2.fma(left, c2);
      d2 = a2.fma(right, d2);
      FloatVector a3 = broadcast(SPECIES, inTurn(a, p + 3 * as));
      c3 = a3.fma(left, c3);
      d3 = a3.fma(right, d3);
      FloatVector a4 = broadcast(SPECIES, inTurn(a, p + 4 * as));
      c4 = a4.fma(left, c4);
      d4 = a4.fma(right, d4);
      FloatVector a5 = broadcast(SPECIES, inTurn(a, p + 5 * as));
      c5 = a5.fma(left, c5);
      d5 = a5.fma(right, d5);
    }
    c0.intoArray(c, co);
    d0.intoArray(c, co + WIDTH);
    c1.intoArray(c, co + cs);
    d1.intoArray(c, co + cs + WIDTH);
    c2.intoArray(c, co + 2 * cs);
    d2.intoArray(c, co + 2 * cs + WIDTH);
    c3.intoArray(c, co + 3 * cs);
    d3.intoArray(c, co + 3 * cs + WIDTH);
    c4.intoArray(c, co + 4 * cs);
    d4.intoArray(c, co + 4 * cs + WIDTH);
    c5.intoArray(c, co + 5 * cs);
    d5.intoArray(c, co + 5 * cs + WIDTH);
  }

  private static void four(float[] z, int zo, int zs, float[] c, int co, int cs, int steps, float[] a, int ao,
      float[] b, int bo, int[] at) {
    FloatVector c0 = fromArray(SPECIES, z, zo);
    FloatVector d0 = fromArray(SPECIES, z, zo + WIDTH);
    FloatVector c1 = fromArray(SPECIES, z, zo + zs);
    FloatVector d1 = fromArray(SPECIES, z, zo + zs + WIDTH);
    FloatVector c2 = fromArray(SPECIES, z, zo + 2 * zs);
    FloatVector d2 = fromArray(SPECIES, z, zo + 2 * zs + WIDTH);
    FloatVector c3 = fromArray(SPECIES, z, zo + 3 * zs);
    FloatVector d3 = fromArray(SPECIES, z, zo + 3 * zs + WIDTH);
    boolean inOrder = at.length == 0;
    for (int t = 0; t < steps; t++) {
      int p = ao + 4 * t;
      int q = bo + (inOrder ? COLUMNS * t : at[t]);
      FloatVector left = fromArray(SPECIES, b, q);
      FloatVector right = fromArray(SPECIES, b, q + WIDTH);
      FloatVector a0 = broadcast(SPECIES, a[p]);
      c0 = a0.fma(left, c0);
      d0 = a0.fma(right, d0);
      FloatVector a1 = broadcast(SPECIES, a[p + 1]);
      c1 = a1.fma(left, c1);
      d1 = a1.fma(right, d1);
      FloatVector a2 = broadcast(SPECIES, a[p + 2]);
      c2 = a2.fma(left, c2);
      d2 = a2.fma(right, d2);
      FloatVector a3 = broadcast(SPECIES, a[p + 3]);
      c3 = a3.fma(left, c3);
      d3 = a3.fma(right, d3);
    }
    c0.intoArray(c, co);
    d0.intoArray(c, co + WIDTH);
    c1.intoArray(c, co + cs);
    d1.intoArray(c, co + cs + WIDTH);
    c2.intoArray(c, co + 2 * cs);
    d2.intoArray(c, co + 2 * cs + WIDTH);
    c3.intoArray(c, co + 3 * cs);
    d3.intoArray(c, co + 3 * cs + WIDTH);
  }
}

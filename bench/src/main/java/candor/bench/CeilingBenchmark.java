package candor.bench;

import candor.parallel.WorkerPool;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What the machine can do at most: fused multiply-adds that never leave the registers, and plain loops over arrays that
/// are used again and again. Every other number is read as a share of one of these.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CeilingBenchmark {
  /// Floating-point operations of each thread in a call of [#fma].
  public static final long OPERATIONS = 38_400_000;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int ACCUMULATORS = 12;
  private static final int LANES = SPECIES.length();
  /// Room for the accumulators of a thread, in cache lines of its own.
  private static final int SLOT = 16 * LANES;
  private static final int CALLS = 100;
  /// Short enough that the whole call is compiled, and not the middle of a running loop.
  private static final int STEPS = (int) (OPERATIONS / (2L * ACCUMULATORS * LANES * CALLS));

  /// Threads.
  @Param({"1", "2"})
  public int threads;
  /// Numbers in an array.
  @Param({"1000", "100000", "4000000"})
  public int size;

  private WorkerPool pool;
  private float[] sums;
  private float[] a;
  private float[] b;
  private float[] c;

  /// Starts the threads and fills the arrays.
  @Setup
  public void setUp() {
    pool = new WorkerPool(threads);
    sums = new float[SLOT * threads];
    a = Fixtures.normal("a", size);
    b = Fixtures.normal("b", size);
    c = new float[size];
  }

  /// Ends the threads.
  @TearDown
  public void tearDown() {
    pool.close();
  }

  /// Independent fused multiply-adds in registers, the same number in every thread.
  ///
  /// @return sums, so that nothing is left out
  @Benchmark
  public float[] fma() {
    pool.run(threads, thread -> {
      for (int i = 0; i < CALLS; i++) {
        multiplyAdd(STEPS, sums, SLOT * thread);
      }
    });
    return sums;
  }

  /// `c = a`, 8 bytes a number.
  ///
  /// @return the copy
  @Benchmark
  public float[] copy() {
    pool.run(threads, thread -> System.arraycopy(a, from(thread), c, from(thread), from(thread + 1) - from(thread)));
    return c;
  }

  /// `c = a + b`, 12 bytes a number.
  ///
  /// @return the sum
  @Benchmark
  public float[] add() {
    pool.run(threads, thread -> add(a, b, c, from(thread), from(thread + 1)));
    return c;
  }

  private int from(int thread) {
    return (int) ((long) size * thread / threads);
  }

  private static void add(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      c[i] = a[i] + b[i];
    }
  }

  private static void multiplyAdd(int steps, float[] sums, int at) {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, at + 1 * LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
    FloatVector s4 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
    FloatVector s5 = FloatVector.fromArray(SPECIES, sums, at + 5 * LANES);
    FloatVector s6 = FloatVector.fromArray(SPECIES, sums, at + 6 * LANES);
    FloatVector s7 = FloatVector.fromArray(SPECIES, sums, at + 7 * LANES);
    FloatVector s8 = FloatVector.fromArray(SPECIES, sums, at + 8 * LANES);
    FloatVector s9 = FloatVector.fromArray(SPECIES, sums, at + 9 * LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, sums, at + 10 * LANES);
    FloatVector s11 = FloatVector.fromArray(SPECIES, sums, at + 11 * LANES);
    for (int i = 0; i < steps; i++) {
      s0 = s0.fma(x, x);
      s1 = s1.fma(x, x);
      s2 = s2.fma(x, x);
      s3 = s3.fma(x, x);
      s4 = s4.fma(x, x);
      s5 = s5.fma(x, x);
      s6 = s6.fma(x, x);
      s7 = s7.fma(x, x);
      s8 = s8.fma(x, x);
      s9 = s9.fma(x, x);
      s10 = s10.fma(x, x);
      s11 = s11.fma(x, x);
    }
    FloatVector low = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    low.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).intoArray(sums, at);
  }
}

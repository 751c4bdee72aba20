package candor.kernel;

/// Where the numbers of an array begin, so that a vector lies in one cache line and not in two, which a processor reads in
/// twice the time.
///
/// The elements of a Java array begin 16 bytes behind its address. Those behind the front begin 64, a cache line, behind it,
/// and so at a cache line's begin if the virtual machine puts objects where cache lines begin, as with
/// `-XX:ObjectAlignmentInBytes=64`. Without it an array begins at any multiple of eight bytes, and the front, 48 bytes, only
/// costs its memory.
public final class CacheLine {
  /// Elements of four bytes before the first number.
  public static final int FRONT = 12;
  /// Elements of eight bytes before the first number.
  public static final int DOUBLE_FRONT = 6;

  private CacheLine() {
  }
}

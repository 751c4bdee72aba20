package candor.random;

/// The 32-bit hash of a path, one part after the other: FNV-1a, started from the hash of the parent, over a byte for
/// the kind of the part and the bytes of its name, and then the finaliser of MurmurHash3 (`fmix32`).
///
/// The finaliser keeps the parts apart: without it the name "b" below the name "a" would be the one name "a\2b".
final class PathHash {

  /// The hash of the empty path: the offset basis of FNV.
  static final int ROOT = 0x811C9DC5;

  static final int PURPOSE = 1;
  static final int NAME = 2;
  static final int NUMBER = 3;
  static final int ATTEMPT = 4;

  private static final int FNV_PRIME = 0x01000193;

  private PathHash() {}

  static int extend(int parent, int kind, byte[] name) {
    int hash = (parent ^ kind) * FNV_PRIME;
    for (byte b : name) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return finish(hash);
  }

  private static int finish(int hash) {
    int h = hash ^ (hash >>> 16);
    h *= 0x85EBCA6B;
    h ^= h >>> 13;
    h *= 0xC2B2AE35;
    return h ^ (h >>> 16);
  }
}

package candor.nn.io;

import java.util.LinkedHashMap;
import java.util.Map;

/// How far training is.
///
/// @param epoch epochs that are complete
/// @param batch batches of the present epoch that are complete
/// @param batches batches of an epoch
/// @param samples samples of the present epoch that were seen
/// @param lossSum sum of their losses
/// @param seed seed of the random layers
/// @param dataSeed seed of the order of the data
public record Progress(int epoch, int batch, int batches, int samples, double lossSum, long seed, long dataSeed) {
  private static final String EPOCH = "epoch";
  private static final String BATCH = "batch";
  private static final String BATCHES = "batches";
  private static final String SAMPLES = "samples";
  private static final String LOSS_SUM = "loss_sum";
  private static final String SEED = "seed";
  private static final String DATA_SEED = "data_seed";

  /// Steps that were made, which is the number of the next one.
  ///
  /// @return the number
  public int step() {
    return epoch * batches + batch;
  }

  /// As it is written.
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(EPOCH, epoch);
    members.put(BATCH, batch);
    members.put(BATCHES, batches);
    members.put(SAMPLES, samples);
    members.put(LOSS_SUM, lossSum);
    members.put(SEED, seed);
    members.put(DATA_SEED, dataSeed);
    return members;
  }

  /// What was written.
  static Progress of(String what, Map<String, Object> members) throws FileFormatException {
    int batches = count(what, members, BATCHES, Integer.MAX_VALUE);
    int batch = count(what, members, BATCH, batches);
    int epoch = count(what, members, EPOCH, (Integer.MAX_VALUE - batch) / Math.max(1, batches));
    int samples = count(what, members, SAMPLES, Integer.MAX_VALUE);
    if (!(members.get(LOSS_SUM) instanceof Double lossSum && Double.isFinite(lossSum))) {
      throw wrong(what, members, LOSS_SUM, "a number with a point");
    }
    return new Progress(epoch, batch, batches, samples, lossSum, whole(what, members, SEED),
        whole(what, members, DATA_SEED));
  }

  private static long whole(String what, Map<String, Object> members, String name) throws FileFormatException {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw wrong(what, members, name, "a whole number");
  }

  private static int count(String what, Map<String, Object> members, String name, int most)
      throws FileFormatException {
    if (members.get(name) instanceof Long number && number >= 0 && number <= most) {
      return number.intValue();
    }
    throw wrong(what, members, name, "a whole number from 0 to " + most);
  }

  private static FileFormatException wrong(String what, Map<String, Object> members, String name, String expected) {
    return new FileFormatException(
        what + ": " + name + " is " + Json.shown(members.get(name)) + ", expected " + expected);
  }
}

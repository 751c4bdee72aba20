package candor.nn;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;

/// A batch of sequences of different lengths, `[N, T, …]`: axis 0 counts the sequences, axis 1 their steps, and what lies
/// behind a sequence's end is padding, on which nothing depends.
///
/// ```java
/// Sequences texts = Sequences.padded(tokens, 0);
/// Recurrent.Result result = lstm.run(texts.through(embedding, context), context);
/// ```
///
/// @param values numbers, or I32 tokens
/// @param lengths number of steps of every sequence, from 0 to `T`
public record Sequences(Tensor values, int[] lengths) {
  /// Checks the lengths.
  ///
  /// @throws IllegalArgumentException if there are less than two axes, or the lengths do not fit
  public Sequences {
    Shape shape = values.shape();
    if (shape.rank() < 2) {
      throw new IllegalArgumentException("sequences: values have shape " + shape + ", expected [N,T,…]");
    }
    int steps = shape.size(1);
    if (lengths.length != shape.size(0) || Arrays.stream(lengths).anyMatch(n -> n < 0 || n > steps)) {
      throw new IllegalArgumentException("sequences: lengths " + Arrays.toString(lengths).replace(" ", "")
          + ", expected one of 0 to " + steps + " for each sequence of " + shape);
    }
    lengths = lengths.clone();
  }

  /// Sequences of one length.
  ///
  /// @param values `[N, T, …]`
  /// @return the sequences, without padding
  /// @throws IllegalArgumentException if there are less than two axes
  public static Sequences full(Tensor values) {
    int[] lengths = new int[values.shape().rank() < 2 ? 0 : values.shape().size(0)];
    Arrays.fill(lengths, lengths.length == 0 ? 0 : values.shape().size(1));
    return new Sequences(values, lengths);
  }

  /// Sequences of tokens that end where nothing but the padding token follows.
  ///
  /// @param tokens I32 `[N, T]`
  /// @param padding the token that pads
  /// @return the sequences
  /// @throws IllegalArgumentException if the tokens have another shape or type
  public static Sequences padded(Tensor tokens, int padding) {
    if (tokens.shape().rank() != 2 || tokens.dtype() != DType.I32) {
      throw new IllegalArgumentException(
          "sequences: tokens are " + tokens.dtype() + tokens.shape() + ", expected i32[N,T]");
    }
    int steps = tokens.shape().size(1);
    int[] numbers = tokens.toInts();
    int[] lengths = new int[tokens.shape().size(0)];
    for (int n = 0; n < lengths.length; n++) {
      lengths[n] = steps;
      while (lengths[n] > 0 && numbers[n * steps + lengths[n] - 1] == padding) {
        lengths[n]--;
      }
    }
    return new Sequences(tokens, lengths);
  }

  /// The lengths.
  ///
  /// @return a copy
  @Override
  public int[] lengths() {
    return lengths.clone();
  }

  /// Number of sequences.
  ///
  /// @return `N`
  public int samples() {
    return lengths.length;
  }

  /// Number of steps of the longest sequence that fits.
  ///
  /// @return `T`
  public int steps() {
    return values.shape().size(1);
  }

  /// Whether there is no padding.
  ///
  /// @return true if every sequence has `T` steps
  public boolean isFull() {
    return Arrays.stream(lengths).allMatch(n -> n == steps());
  }

  /// Other values for the same steps.
  ///
  /// @param others `[N, T, …]`
  /// @return sequences of the same lengths
  /// @throws IllegalArgumentException if the lengths do not fit
  public Sequences with(Tensor others) {
    return new Sequences(others, lengths);
  }

  /// What a layer makes of every step by itself.
  ///
  /// @param layer layer that keeps axes 0 and 1
  /// @param context mode and random stream of the caller
  /// @return sequences of the same lengths
  /// @throws IllegalArgumentException if the layer gives another number of sequences or steps
  public Sequences through(Module layer, Context context) {
    return with(layer.apply(values, context));
  }

  /// The same with zeros for padding, so that not even a NaN there reaches the gradient of a weight.
  ///
  /// @return sequences of the same lengths; these if there is no padding
  public Sequences cleared() {
    if (isFull()) {
      return this;
    }
    int[] sizes = new int[values.shape().rank()];
    Arrays.fill(sizes, 1);
    sizes[0] = samples();
    sizes[1] = steps();
    Tensor exists = exists(values.dtype()).reshape(sizes);
    return with(Tensor.where(exists, values, Tensor.scalar(values.dtype(), 0)));
  }

  /// 1 for the steps of the sequences, 0 for padding.
  ///
  /// @param dtype floating-point type
  /// @return `[N, T]`
  public Tensor exists(DType dtype) {
    float[] numbers = new float[samples() * steps()];
    for (int n = 0; n < lengths.length; n++) {
      Arrays.fill(numbers, n * steps(), n * steps() + lengths[n], 1);
    }
    return Tensor.of(numbers, samples(), steps()).to(dtype);
  }
}

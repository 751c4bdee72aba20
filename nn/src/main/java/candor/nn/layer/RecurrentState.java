package candor.nn.layer;

import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;

/// What a recurrent layer hands from step to step, and from one part of a long sequence to the next: `h` of every layer
/// and direction, and for [Lstm] the cell state `c` too.
///
/// Layers follow each other from the first to the last, each forwards and then backwards, as in PyTorch.
///
/// @param parts `[S, L D, N, H]` for `S` states, `L` layers of `D` directions, `N` sequences and `H` units
public record RecurrentState(Tensor parts) {
  /// Checks the rank.
  ///
  /// @throws IllegalArgumentException if there are other than four axes
  public RecurrentState {
    if (parts.shape().rank() != 4) {
      throw new IllegalArgumentException("recurrent state: shape " + parts.shape() + ", expected [S,L*D,N,H]");
    }
  }

  /// A state of [Rnn] or [Gru].
  ///
  /// @param hidden `h`, `[L D, N, H]`
  /// @return the state
  /// @throws IllegalArgumentException if the rank is another
  public static RecurrentState of(Tensor hidden) {
    return new RecurrentState(hidden.unsqueeze(0));
  }

  /// A state of [Lstm].
  ///
  /// @param hidden `h`, `[L D, N, H]`
  /// @param cell `c`, of the same shape
  /// @return the state
  /// @throws IllegalArgumentException if the rank is another, or the shapes differ
  public static RecurrentState of(Tensor hidden, Tensor cell) {
    return new RecurrentState(Tensor.stack(0, List.of(hidden, cell)));
  }

  /// `h` of every layer and direction.
  ///
  /// @return `[L D, N, H]`
  public Tensor hidden() {
    return parts.select(0, 0);
  }

  /// `c` of every layer and direction.
  ///
  /// @return `[L D, N, H]`
  /// @throws IllegalStateException if the layer is no [Lstm]
  public Tensor cell() {
    if (parts.shape().size(0) < 2) {
      throw new IllegalStateException("recurrent state: only an LSTM has a cell state");
    }
    return parts.select(0, 1);
  }

  /// The same numbers as constants, so that gradients do not reach back into the part of the sequence before: truncated
  /// backpropagation through time.
  ///
  /// @return the state without its history
  public RecurrentState detach() {
    return new RecurrentState(parts.detach());
  }

  /// Checks that this is a state for a layer.
  void require(String operation, Shape expected) {
    if (!parts.shape().equals(expected)) {
      throw new IllegalArgumentException(operation + ": state has shape " + parts.shape() + ", expected " + expected);
    }
  }
}

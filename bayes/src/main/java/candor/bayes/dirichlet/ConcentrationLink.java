package candor.bayes.dirichlet;

import candor.tensor.DType;
import candor.tensor.Tensor;

/// How the outputs of a network become concentrations.
///
/// All are computed in F64, whatever the type of the outputs, and none overflows.
public enum ConcentrationLink {
  /// `α = e^b(f)`, the link of prior networks (Malinin & Gales 2018) and of belief matching (Joo et al. 2020), with the
  /// output bounded to `(−10, 15)` by `b(f) = 2.5 + 12.5 u / √(1 + u²)`, `u = (f − 2.5) / 12.5`. So concentrations lie
  /// between 4.5·10⁻⁵ and 3.3·10⁶.
  ///
  /// `b` has slope 1 in the middle and is within 0.1 of the identity for outputs in `[−0.5, 5.5]`. Beyond the bounds
  /// its slope falls with the third power of the distance, 2·10⁻³ at ±100, while a clamp, or a bound made of
  /// exponentials, would stop all learning there. Without any bound the concentrations of F32 outputs overflow at 88.
  EXP {
    @Override
    Tensor of(Tensor outputs) {
      Tensor u = outputs.sub(MIDDLE).div(HALF);
      return u.mul(u.square().add(1).rsqrt()).mul(HALF).add(MIDDLE).exp();
    }
  },
  /// `α = 1 + ln(1 + eᶠ)`: never below the flat distribution, and linear for large outputs.
  SOFTPLUS {
    @Override
    Tensor of(Tensor outputs) {
      return outputs.softplus().add(1);
    }
  },
  /// `α = 1 + max(f, 0)`, evidence as in Sensoy et al. 2018. Outputs below 0 get no gradient.
  RELU {
    @Override
    Tensor of(Tensor outputs) {
      return outputs.relu().add(1);
    }
  };

  private static final double MIDDLE = 2.5;
  private static final double HALF = 12.5;

  /// The concentrations.
  ///
  /// @param outputs outputs of a network, of any shape, F32 or F64
  /// @return F64 tensor of this shape
  /// @throws IllegalArgumentException if the outputs are integers
  public Tensor concentrations(Tensor outputs) {
    if (!outputs.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "concentrations: outputs are " + outputs.dtype() + outputs.shape() + ", expected f32 or f64");
    }
    return of(outputs.to(DType.F64));
  }

  abstract Tensor of(Tensor outputs);
}

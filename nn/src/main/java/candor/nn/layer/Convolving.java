package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What the convolutions share: the parameters, and the ways to ask for another layer.
///
/// A layer of one spatial axis computes with two, the first of size 1; all that takes is views.
///
/// @param <L> the layer itself
abstract sealed class Convolving<L extends Convolving<L>> extends Module
    permits Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d {
  private final ConvPlan plan;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  Convolving(ConvPlan plan) {
    plan.check();
    this.plan = plan;
    weight = parameter("weight", plan.init(), plan.weight());
    bias = plan.hasBias() ? parameter("bias", Init.constant(0), plan.out()) : null;
  }

  /// The layer of another plan.
  abstract L with(ConvPlan other);

  final ConvPlan plan() {
    return plan;
  }

  /// The same with another stride along every axis.
  ///
  /// @param stride pixels between neighbours on the side with fewer pixels
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is below 1
  public final L stride(int stride) {
    return with(plan.stride(plan.vertical(stride, 1), stride));
  }

  /// The same with another padding on all sides.
  ///
  /// @param padding pixels of zeros that the convolution sees around its input; a transposed one cuts them off its output
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is negative
  public final L padding(int padding) {
    return with(plan.padding(plan.vertical(padding, 0), padding));
  }

  /// The same with another dilation along every axis.
  ///
  /// @param dilation pixels between neighbouring taps of the kernel
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is below 1
  public final L dilation(int dilation) {
    return with(plan.dilation(plan.vertical(dilation, 1), dilation));
  }

  /// The same with another number of groups; as many as input channels makes a depthwise convolution.
  ///
  /// @param groups number of independent groups of channels
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is below 1, or the channels do not divide into the groups
  public final L groups(int groups) {
    return with(plan.groups(groups));
  }

  /// The same without a bias, for a layer that is followed by a normalisation.
  ///
  /// @return a new layer, without numbers
  public final L withoutBias() {
    return with(plan.withoutBias());
  }

  /// The same with other first weights.
  ///
  /// @param init rule for the weights
  /// @return a new layer, without numbers
  public final L init(Init init) {
    return with(plan.with(init));
  }

  @Override
  protected final Tensor forward(Tensor x, Context context) {
    plan.checkInput(x, weight.value());
    return plan.axes() == 2
        ? images(x, weight.value())
        : images(x.unsqueeze(2), weight.value().unsqueeze(2)).squeeze(2);
  }

  private Tensor images(Tensor x, Tensor w) {
    if (plan.isTransposed()) {
      return bias == null
          ? x.convTranspose2d(w, plan.spec(), plan.extraRows(), plan.extraColumns())
          : x.convTranspose2d(w, bias.value(), plan.spec(), plan.extraRows(), plan.extraColumns());
    }
    Tensor y = bias == null ? x.conv2d(w, plan.spec()) : x.conv2d(w, bias.value(), plan.spec());
    return plan.isSame() ? last(2, x, last(3, x, y)) : y;
  }

  /// As many of the last outputs as there are inputs. When the padding cannot be shared evenly, the larger half belongs at the
  /// end, and what the same at the beginning adds is the first output.
  private static Tensor last(int axis, Tensor x, Tensor y) {
    int size = y.shape().size(axis);
    int more = size - x.shape().size(axis);
    return more == 0 ? y : y.slice(axis, more, size);
  }
}

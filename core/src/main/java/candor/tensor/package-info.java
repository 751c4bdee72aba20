/// Tensors: strided numbers ([NdArray][candor.tensor.NdArray]) that remember where they came from
/// ([Tensor][candor.tensor.Tensor]).
@NullMarked
package candor.tensor;

import org.jspecify.annotations.NullMarked;

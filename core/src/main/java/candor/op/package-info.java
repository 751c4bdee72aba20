/// The operations: one record each, with its shape rule, its computation and its derivative.
///
/// A derivative rule is written with the differentiable methods of [Tensor][candor.tensor.Tensor], so that the set is
/// closed under differentiation: every gradient can be differentiated again.
@NullMarked
package candor.op;

import org.jspecify.annotations.NullMarked;

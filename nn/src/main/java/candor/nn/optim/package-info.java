/// The optimisers, which turn gradients into new parameters.
@NullMarked
package candor.nn.optim;

import org.jspecify.annotations.NullMarked;

/// The training loop and what listens to it.
@NullMarked
package candor.nn.train;

import org.jspecify.annotations.NullMarked;

/// The losses that training minimises, each known by sample.
@NullMarked
package candor.nn.loss;

import org.jspecify.annotations.NullMarked;

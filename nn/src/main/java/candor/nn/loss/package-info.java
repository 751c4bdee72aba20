/// The losses that training minimises.
@NullMarked
package candor.nn.loss;

import org.jspecify.annotations.NullMarked;

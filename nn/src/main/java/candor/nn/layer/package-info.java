/// The layers.
@NullMarked
package candor.nn.layer;

import org.jspecify.annotations.NullMarked;

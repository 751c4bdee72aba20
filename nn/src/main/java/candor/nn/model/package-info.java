/// Ready-made networks of the literature.
@NullMarked
package candor.nn.model;

import org.jspecify.annotations.NullMarked;

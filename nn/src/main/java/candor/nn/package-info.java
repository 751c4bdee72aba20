/// Networks: modules, their parameters, and the context in which they run.
@NullMarked
package candor.nn;

import org.jspecify.annotations.NullMarked;

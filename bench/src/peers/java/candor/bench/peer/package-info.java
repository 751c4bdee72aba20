/// The same work done by other libraries, for comparison; compiled with the profile `peers` only.
@NullMarked
package candor.bench.peer;

import org.jspecify.annotations.NullMarked;

/// The image sets that travel with the experiments, and others from disk.
@NullMarked
package candor.examples.data;

import org.jspecify.annotations.NullMarked;

/// The image sets that travel with the experiments, others from disk, and what is done to their pixels.
@NullMarked
package candor.examples.data;

import org.jspecify.annotations.NullMarked;

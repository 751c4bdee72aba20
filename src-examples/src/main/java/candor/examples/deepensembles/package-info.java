/// Deep ensembles beside Monte Carlo dropout, in and out of the domain of their training images.
@NullMarked
package candor.examples.deepensembles;

import org.jspecify.annotations.NullMarked;

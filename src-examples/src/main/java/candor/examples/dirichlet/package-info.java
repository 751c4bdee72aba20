/// The experiment `dirichlet`: what rolling a die tells of its probabilities.
@NullMarked
package candor.examples.dirichlet;

import org.jspecify.annotations.NullMarked;

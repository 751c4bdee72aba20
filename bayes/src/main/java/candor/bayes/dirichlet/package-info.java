/// Dirichlet distributions, networks whose output is one, and the losses that train them.
@NullMarked
package candor.bayes.dirichlet;

import org.jspecify.annotations.NullMarked;

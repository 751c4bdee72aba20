/// Networks that say how sure they are: predictive distributions, and what can be measured on them.
@NullMarked
package candor.bayes;

import org.jspecify.annotations.NullMarked;

/// Second derivatives of a training objective: curvature as operators, and Newton's method.
@NullMarked
package candor.bayes.curvature;

import org.jspecify.annotations.NullMarked;

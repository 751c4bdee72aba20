/// Influence functions (Koh & Liang 2017): what a prediction owes to single training samples, and how to verify it.
@NullMarked
package candor.bayes.influence;

import org.jspecify.annotations.NullMarked;

/// Scores by which wrong answers of a classifier, or inputs from outside of its data, are detected.
@NullMarked
package candor.bayes.detection;

import org.jspecify.annotations.NullMarked;

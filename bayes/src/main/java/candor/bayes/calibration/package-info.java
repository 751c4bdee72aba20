/// Whether probabilities mean what they say, and what to do where they do not: reliability diagrams and calibration
/// errors, what chance alone makes of them, and calibrators that are fitted on validation data.
@NullMarked
package candor.bayes.calibration;

import org.jspecify.annotations.NullMarked;

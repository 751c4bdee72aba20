/// The experiment `failure-prediction`: which answers of a classifier are wrong, said by the classifier itself, by passes
/// with dropout, by neighbours, and by a network that learns to say it.
@NullMarked
package candor.examples.failureprediction;

import org.jspecify.annotations.NullMarked;

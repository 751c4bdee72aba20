/// Work on several cores: a fixed pool of threads and the split of a range into bands.
///
/// A kernel says `pool.run(bands, b -> …)` and lets band `b` write its own part of the output. Which thread runs which
/// band is not defined, so a result may depend on the number of bands but never on the number of threads.
@NullMarked
package candor.parallel;

import org.jspecify.annotations.NullMarked;

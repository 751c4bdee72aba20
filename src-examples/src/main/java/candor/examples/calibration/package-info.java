/// Networks that claim too much, what calibration by every method makes of their claims, and how far chance reaches.
@NullMarked
package candor.examples.calibration;

import org.jspecify.annotations.NullMarked;
